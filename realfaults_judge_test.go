package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/store"
)

// finding is what one fault did, counted from what was acknowledged, what Redis
// holds and what Telegram was sent. It knows nothing of how that came about.
type finding struct {
	Taken      int // updates acknowledged with 200
	Lost       int // of them, those without an effect
	Twice      int // effects that happened more than once
	Disordered int // effects and messages out of the order in which they were written
	Unsaid     int // effects whose message never arrived
	Repeated   int // messages that arrived again
	Most       int // of them, the most in one chat
	Refused    int // calls answered with 503
	Lines      int // people who got the crisis lines meanwhile
	Unlined    int // people who were refused for more than three seconds and never got them

	SlowestLines time.Duration // from writing to the crisis lines
	CaughtUp     time.Duration // from the end of the fault until everything acknowledged by then was answered
	Silence      time.Duration // the longest time without a message to anybody, while people wrote
	LostBy       []time.Time   // when the lost ones were acknowledged
	Cuts         []time.Time   // when Redis may have forgotten its last moments
}

// Broken is how often something promised was not kept.
func (f finding) Broken() int { return f.Lost + f.Twice + f.Disordered + f.Unsaid + f.Unlined }

// examine judges one fault; over is when it ended. A Redis whose state goes back
// says again what it had said: then only the order of first arrivals counts.
func examine(t testing.TB, look *store.Store, w *writers, sent []sending, over time.Time, goesBack bool) (f finding) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	f.Taken, f.Refused = len(w.taken), w.unavailable
	written, effects, said := w.byChat(), map[int64][]string{}, map[int64][]sending{}
	for _, s := range sent {
		if !isLines(s) {
			said[s.chat] = append(said[s.chat], s)
		}
	}
	for chat, updates := range written {
		var got tally
		if _, err := look.Peek(context.Background(), care.KindAccount, fmt.Sprint(chat), &got); err != nil {
			t.Fatalf("chat %d: %v", chat, err)
		}
		effects[chat] = got.Seen
		f.effects(updates, got)
		f.messages(got.Seen, said[chat], goesBack)
	}
	f.lines(w, sent)
	f.times(w, said, over)
	return f
}

func (w *writers) byChat() map[int64][]taken {
	out := map[int64][]taken{}
	for _, u := range w.taken {
		out[u.chat] = append(out[u.chat], u)
	}
	return out
}

func isLines(s sending) bool { return strings.Contains(s.text, "116 123") }

// effects holds what Redis has against what was acknowledged (I1, I12).
func (f *finding) effects(updates []taken, got tally) {
	seen, last := map[string]int{}, -1
	for _, text := range got.Seen {
		seen[text]++
		if n := number(text); n <= last {
			f.Disordered++
		} else {
			last = n
		}
	}
	for _, u := range updates {
		switch times := seen[fmt.Sprintf("m%d", u.n)]; {
		case times == 0:
			f.Lost++
			f.LostBy = append(f.LostBy, u.at)
		case times > 1:
			f.Twice += times - 1
		}
	}
	if got.Count != len(got.Seen) {
		f.Twice++
	}
}

// messages holds what arrived against what happened (I6, I12).
func (f *finding) messages(effects []string, said []sending, goesBack bool) {
	arrived, last, again := map[string]bool{}, -1, 0
	for _, s := range said {
		_, text, _ := strings.Cut(s.text, " ")
		n := number(text)
		switch {
		case !arrived[text] && n > last:
			last = n
		case arrived[text] && (n == last || goesBack):
			again++
		default:
			f.Disordered++
		}
		arrived[text] = true
	}
	f.Repeated += again
	f.Most = max(f.Most, again)
	for _, text := range effects {
		if !arrived[text] {
			f.Unsaid++
		}
	}
}

// number is n of "mn"; anything else comes before everything.
func number(text string) (n int) {
	if _, err := fmt.Sscanf(text, "m%d", &n); err != nil {
		return -1
	}
	return n
}

// lines looks who got the crisis lines, and how soon (I3).
func (f *finding) lines(w *writers, sent []sending) {
	first := map[int64]time.Time{}
	for _, s := range sent {
		if _, have := first[s.chat]; isLines(s) && !have {
			first[s.chat] = s.at
		}
	}
	f.Lines = len(first)
	for _, x := range w.waits {
		at, have := first[x.chat]
		switch {
		case have && !x.unheard && at.After(x.from) && at.Before(x.till.Add(time.Second)):
			f.SlowestLines = max(f.SlowestLines, at.Sub(x.from))
		case !have && x.unavailable > 0 && x.till.Sub(x.from) > 3*time.Second:
			f.Unlined++
		}
	}
}

// times looks how long nothing was done, and when everything was.
func (f *finding) times(w *writers, said map[int64][]sending, over time.Time) {
	answered, arrivals := map[string]time.Time{}, []time.Time{}
	for chat, all := range said {
		for _, s := range all {
			_, text, _ := strings.Cut(s.text, " ")
			id := fmt.Sprint(chat, text)
			if _, have := answered[id]; !have {
				answered[id] = s.at
				arrivals = append(arrivals, s.at)
			}
		}
	}
	slices.SortFunc(arrivals, time.Time.Compare)
	for i := 1; i < len(arrivals); i++ {
		f.Silence = max(f.Silence, arrivals[i].Sub(arrivals[i-1]))
	}
	for _, u := range w.taken {
		if at, have := answered[fmt.Sprint(u.chat, fmt.Sprintf("m%d", u.n))]; have && !u.at.After(over) {
			f.CaughtUp = max(f.CaughtUp, at.Sub(over))
		}
	}
}

// faultTable is the table of all findings, as docs/operations/faults.md has it.
func faultTable(rows []faultRow) string {
	var b strings.Builder
	b.WriteString("| fault | acknowledged | lost | done twice | out of order | sent again | refused (503) | crisis lines | done after | longest silence |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		f := r.found
		lines := fmt.Sprint(f.Lines)
		if f.Lines > 0 {
			lines += " people"
		}
		if f.SlowestLines > 0 {
			lines += ", within " + inSeconds(f.SlowestLines)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %d | %s | %s | %s |\n", r.name,
			f.Taken, f.Lost+f.Unsaid, f.Twice, f.Disordered, f.Repeated, f.Refused, lines, inSeconds(f.CaughtUp), inSeconds(f.Silence))
	}
	return b.String()
}

func inSeconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
