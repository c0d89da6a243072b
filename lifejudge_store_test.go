package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// listens reads every line of the log: none may hold a word or a name (I8).
func (w *lifeWorld) listens(h *lifeHouse) *slog.Logger {
	return slog.New(slog.NewJSONHandler(lifeLog{h}, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

type lifeLog struct{ house *lifeHouse }

func (l lifeLog) Write(line []byte) (int, error) {
	if lifeCanary.Match(line) || lifeName.Match(line) {
		l.house.world.fault("i8", "the log of %s says %s", l.house.parts.Deployment, line)
	}
	return len(line), nil
}

// dump is every record that there is, as the store opens it, by its key.
func (h *lifeHouse) dump(ctx context.Context) (map[string]string, error) {
	keys, err := h.eyes.Keys(ctx, "*"+h.parts.Deployment+"*rec:*").Result()
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, key := range keys {
		_, name, _ := strings.Cut(key, "rec:")
		kind, id, _ := strings.Cut(name, ":")
		into := lifeRecord(care.Kind(kind))
		found, err := h.look.Peek(ctx, care.Kind(kind), id, into)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if !found {
			h.world.fault("i8", "%s: %s is left, and nobody can open it", h.parts.Deployment, name)
		}
		body, err := json.Marshal(into)
		if err != nil {
			return nil, err
		}
		all[name] = string(body)
	}
	return all, nil
}

func lifeRecord(kind care.Kind) any {
	if into := recordOf[kind]; into != nil {
		return into()
	}
	if kind == care.KindVisit {
		return new(care.Visit)
	}
	return new(any)
}

// judgeArrived: every update that Telegram was told had arrived takes effect,
// and no more than once (I1).
func (h *lifeHouse) judgeArrived(ctx context.Context, dump map[string]string) {
	w := h.world
	parked, err := h.look.Parked(ctx)
	if err != nil {
		w.fault("i1", "what was parked cannot be read: %v", err)
	}
	for _, p := range parked {
		if !h.garbage[p.ID] {
			w.fault("i1", "%s was put aside: %s, at %s", p.ID, p.Reason, p.At)
		}
	}
	depths, err := h.look.Depths(ctx, w.now())
	if err != nil || !depths.Idle() || depths.Later != [3]int64{} {
		w.fault("i1", "at the end of %s something still waits: %+v %v", h.parts.Deployment, depths, err)
	}
	all := strings.Builder{}
	for _, body := range dump {
		all.WriteString(body)
	}
	for name, body := range dump {
		kind, _, _ := strings.Cut(name, ":")
		if kind != string(care.KindNote) && kind != string(care.KindCheckIn) && kind != string(care.KindAlert) {
			continue
		}
		seen := map[string]bool{}
		for _, word := range lifeCanary.FindAllString(wordsOf(body), -1) {
			if seen[word] {
				w.fault("i1", "%s stands in %s twice", word, name)
			}
			seen[word] = true
		}
	}
	taps, answers := map[string]int{}, map[string]int{}
	for _, s := range h.ear.all {
		if s.answers != "" {
			answers[s.answers]++
		}
	}
	for _, u := range h.updates {
		p := h.byChat[u.chat]
		if u.taken.IsZero() || p == nil || u.first.Before(w.begin) {
			continue
		}
		by := u.taken.Add(3 * time.Minute)
		quiet := !w.isDisturbed(u.first, by, u.chat)
		switch {
		case u.tap != "":
			taps[u.tap]++
			w.one("taps judged")
			if n := answers[u.tap]; n == 0 && quiet && !p.wasShut(u.taken, by) {
				w.fault("i1", "%s tapped %s at %s and had no answer; what came next: %s", p.Name, u.data, u.taken, h.nextSight(u.chat, u.taken))
			} else if n > 1 && quiet {
				w.fault("i1", "%s tapped %s at %s and had %d answers", p.Name, u.data, u.taken, n)
			}
		case u.kind == "text":
			w.one("texts judged")
			if u.words != "" && (strings.Contains(all.String(), u.words) || p.erased().After(u.first)) {
				continue // what is added within minutes is kept without another word, until all of it is erased
			}
			if h.addedTo(u) {
				continue
			}
			if !quiet || p.wasShut(u.taken, by) {
				by = by.Add(24 * time.Hour)
			}
			if !slices.ContainsFunc(h.ear.of[u.chat], func(s *lifeSight) bool { return !s.at.Before(u.first) && !s.at.After(by) }) && !p.wasShut(u.taken, by) {
				w.fault("i1", "%s wrote %q at %s: nothing holds it and nothing was answered until %s", p.Name, u.text, u.taken, h.nextSight(u.chat, by))
			}
		}
	}
}

// addedTo reports whether somebody wrote several things within minutes, so that
// the later ones joined the first.
func (h *lifeHouse) addedTo(u *lifeUpdate) bool {
	before := h.updates[:max(0, slices.Index(h.updates, u))]
	return !strings.HasPrefix(u.text, "/") && slices.ContainsFunc(before, func(o *lifeUpdate) bool {
		return o.kind == "text" && o.chat == u.chat && !strings.HasPrefix(o.text, "/") && u.first.Sub(o.first) < 10*time.Minute
	})
}

// nextSight is what came to a phone next.
func (h *lifeHouse) nextSight(chat int64, after time.Time) string {
	for _, s := range h.ear.of[chat] {
		if s.at.After(after) {
			return s.String()
		}
	}
	return "nothing"
}

// wordsOf is what a record holds of what was written, without its history.
func wordsOf(body string) string {
	var rec struct {
		Words json.RawMessage `json:"w"`
	}
	_ = json.Unmarshal([]byte(body), &rec) // a record without words
	return string(rec.Words)
}

// judgeOrder: what one person wrote is kept in the order in which they wrote it,
// and answered in it (I12), each once (I1).
func (h *lifeHouse) judgeOrder(dump map[string]string) {
	w := h.world
	for name, body := range dump {
		last := map[*lifePerson]*lifeWord{}
		for _, word := range lifeCanary.FindAllString(wordsOf(body), -1) {
			c := w.words[word]
			if c == nil || c.edit {
				continue
			}
			if before := last[c.author]; before != nil && before.number > c.number {
				w.fault("i12", "%s holds %s of %s before %s, which was written earlier", name, before.word, c.author.Name, c.word)
			}
			last[c.author] = c
		}
	}
	for _, p := range h.cast {
		h.judgeProbes(p)
	}
}

// judgeProbes lays the answers to commands beside the commands.
func (h *lifeHouse) judgeProbes(p *lifePerson) {
	w := h.world
	h.judgeHelped(p)
	if p.everGone() {
		return
	}
	var asked []*lifeUpdate
	var wants []string
	for _, u := range h.updates {
		if u.chat != p.ID || u.taken.IsZero() || u.first.Before(w.begin) {
			continue
		}
		for _, probe := range lifeProbes {
			if u.text == probe.says {
				asked, wants = append(asked, u), append(wants, probe.reads)
			}
		}
	}
	next := 0
	for _, s := range h.ear.of[p.ID] {
		i := slices.IndexFunc(lifeProbes, func(probe struct{ says, reads string }) bool {
			return strings.HasPrefix(s.text, probe.reads) && (probe.says != "/start" || strings.Contains(s.text, "a machine that keeps"))
		})
		if i < 0 || s.method != "sendMessage" || s.at.Before(w.begin) {
			continue
		}
		reads := lifeProbes[i].reads
		switch {
		case next < len(wants) && wants[next] == reads && !s.at.Before(asked[next].first):
			next++
			w.one("probes judged")
		case next > 0 && wants[next-1] == reads && w.isDisturbed(asked[next-1].first, s.at, p.ID):
			w.one("answers repeated")
		case next > 0 && wants[next-1] == reads:
			w.fault("i1", "%s has %q twice, at %s", p.Name, reads, s.at)
		default:
			w.fault("i12", "%s reads %q at %s out of turn: %d of %v are answered", p.Name, reads, s.at, next, wants)
			return
		}
	}
	if next < len(wants) {
		w.fault("i1", "%s asked %q at %s and has no answer", p.Name, asked[next].text, asked[next].taken)
	}
}

// judgeHelped: whoever asks what the companion can do hears it as soon as nothing
// is disturbed, and of whoever is not known, what it is: whatever they did before
// and will do later (I1).
func (h *lifeHouse) judgeHelped(p *lifePerson) {
	w := h.world
	for _, u := range h.updates {
		if u.chat != p.ID || u.text != "/help" || u.taken.IsZero() || u.first.Before(w.begin) {
			continue
		}
		by, _ := h.night.by(u.taken, p.ID, false)
		by = by.Add(30 * time.Second)
		if p.wasShut(u.first, by) || slices.ContainsFunc(h.ear.of[p.ID], func(s *lifeSight) bool {
			return h.isErasing(s) && s.at.After(u.first) && s.at.Before(by)
		}) {
			continue
		}
		w.one("asked what it can do")
		if !slices.ContainsFunc(h.ear.of[p.ID], func(s *lifeSight) bool {
			return s.isNew() && (strings.HasPrefix(s.text, readsHelp) || strings.HasPrefix(s.text, readsHello)) && !s.at.Before(u.first) && !s.at.After(by)
		}) {
			w.fault("i1", "%s asked %q at %s and has no answer until %s", p.Name, u.text, u.taken, by)
		}
	}
}

// judgeGone: of somebody who had everything erased nothing is left (I8).
func (h *lifeHouse) judgeGone(dump map[string]string) {
	w := h.world
	for _, p := range h.cast {
		erased := p.erased()
		if erased.IsZero() {
			continue
		}
		w.one("erased")
		if n, err := h.eyes.Exists(context.Background(), "{"+h.parts.Deployment+"}:own:"+p.contact).Result(); err == nil && n > 0 && !p.cameBack(erased) {
			w.fault("i8", "%s had everything erased at %s, and their key is left", p.Name, erased)
		}
		for name, body := range dump {
			if (strings.HasPrefix(name, "note:") || strings.HasPrefix(name, "checkin:")) && p.contact != "" && strings.Contains(body, `"a":"`+p.contact+`"`) && !p.cameBack(erased) {
				w.fault("i8", "%s had everything erased at %s, and %s of theirs is left", p.Name, erased, name)
			}
			if strings.Contains(body, p.Name) && lifeName.MatchString(p.Name) && !p.cameBack(erased) {
				w.fault("i8", "%s had everything erased at %s, and %s holds the name: %s", p.Name, erased, name, body)
			}
			for _, word := range lifeCanary.FindAllString(body, -1) {
				if c := w.words[word]; c != nil && c.author == p && c.at.Before(erased.Add(-time.Minute)) {
					w.fault("i8", "%s had everything erased at %s, and %s holds %s", p.Name, erased, name, word)
				}
			}
		}
	}
}

// erased is when somebody read last that everything about them is erased.
func (p *lifePerson) erased() (at time.Time) {
	for _, s := range p.house.ear.of[p.ID] {
		if strings.HasPrefix(s.text, readsErased) {
			at = s.at
		}
	}
	return at
}

const readsErased = "Everything is erased"

// cameBack reports whether somebody joined again after they were erased.
func (p *lifePerson) cameBack(since time.Time) bool {
	_, joined := p.house.place(context.Background(), p.ID)
	return joined
}

// wasShut reports whether somebody blocked the companion in a time.
func (p *lifePerson) wasShut(from, until time.Time) bool {
	shut := false
	for _, u := range p.house.doors[p.ID] {
		if u.first.After(until) {
			break
		}
		shut = u.member == "kicked" || shut && u.first.Before(from)
	}
	t := p.house.world.trouble
	t.mu.Lock()
	defer t.mu.Unlock()
	return shut || slices.ContainsFunc(t.all, func(t *trouble) bool {
		return t.kind == telegram403 && t.chat == p.ID && !t.from.After(until) && (t.until.IsZero() || !t.until.Before(from))
	})
}

// everGone reports whether somebody ever shut the door, or had everything erased,
// since the life began.
func (p *lifePerson) everGone() bool {
	h := p.house
	return slices.ContainsFunc(h.updates, func(u *lifeUpdate) bool {
		return u.chat == p.ID && u.first.After(h.world.begin) && (u.kind == "door" || u.text == writesStop || strings.HasPrefix(u.text, "/start ") || strings.HasPrefix(u.data, "back/"))
	}) ||
		slices.ContainsFunc(h.ear.of[p.ID], func(s *lifeSight) bool { return strings.HasPrefix(s.text, readsErased) })
}

func (w *lifeWorld) isCalm(at time.Time) bool {
	return !w.isDisturbed(at.Add(-5*time.Second), at.Add(5*time.Second), 0)
}
