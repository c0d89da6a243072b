package main

import (
	"context"
	"fmt"

	"slices"
	"time"
)

// The judge of a life knows what people did, when Telegram was told that it
// arrived, what came to which phone when, what was disturbed, the records that
// are left, and the sentences of the companion. It knows nothing of how the
// companion works. Every rule is one of the invariants of safety.md, and says
// which: "(i1)" to "(i12)".

// closes lets everybody come back and the team finish what is open, and waits
// until nothing waits any more.
func (w *lifeWorld) closes(ctx context.Context) error {
	w.uneasyFor(10 * time.Minute)
	w.note("# everybody comes to an end")
	for _, h := range w.houses {
		h.wakes()
		for _, p := range h.cast {
			if err := w.thaws(ctx, p); err != nil {
				return err
			}
		}
		h.night.life = nil
		if err := h.night.closes(ctx); err != nil {
			return err
		}
	}
	noon := w.now().Add(30 * time.Hour).Truncate(24 * time.Hour).Add(14 * time.Hour) // quiet hours are over for everybody
	time.Sleep(noon.Sub(w.now()))
	return w.looks(ctx)
}

// judge holds everything against every rule.
func (w *lifeWorld) judge(ctx context.Context) error {
	for _, h := range w.houses {
		dump, err := h.dump(ctx)
		if err != nil {
			return err
		}
		h.judgeArrived(ctx, dump)
		h.judgeOrder(dump)
		h.judgeGone(dump)
		h.judgeKept(ctx)
		h.judgeAlerts(ctx)
		h.judgeReminded(ctx)
	}
	return nil
}

// shows is a sight as a fault names it.
func (s *lifeSight) String() string {
	return fmt.Sprintf("%s %s %d %q", s.at.Format("Mon 2 15:04:05.000"), s.method, s.message, cut(s.text, 90))
}

func cut(text string, n int) string {
	r := []rune(text)
	return string(r[:min(n, len(r))])
}

// isDisturbed reports whether anything was disturbed in a time, or had just been.
func (w *lifeWorld) isDisturbed(from, until time.Time, chat int64) bool {
	w.trouble.mu.Lock()
	defer w.trouble.mu.Unlock()
	return slices.ContainsFunc(w.trouble.all, func(t *trouble) bool {
		return (t.chat == 0 || t.chat == chat) && !t.from.After(until) && (t.until.IsZero() || t.until.Add(pauses[t.kind]+30*time.Second).After(from))
	})
}

// lifeProbes are commands that bring one answer each, which can be told apart.
var lifeProbes = []struct{ says, reads string }{
	{"/start", "Hello "},
	{"/settings", "Your settings."},
	{"/help", readsHelp},
}

const readsHelp = "I am Polyphony, a machine. This is what I can do"
