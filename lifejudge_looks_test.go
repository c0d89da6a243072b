package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// looks looks into the store while nothing is disturbed: what goes on by itself
// has exactly one thing that will happen next, and what has ended has none (I9,
// I11).
func (w *lifeWorld) looks(ctx context.Context) error {
	for _, h := range w.houses {
		var wrong []string
		for range 3 { // what happens at this very instant is over at the next look
			if !w.isCalm(w.now()) {
				wrong = nil
				break
			}
			time.Sleep(4 * time.Second)
			var err error
			if wrong, err = h.next(ctx); err != nil {
				return err
			}
			if len(wrong) == 0 {
				w.one("looks")
				break
			}
		}
		for _, what := range wrong {
			w.fault(what[:strings.IndexByte(what, ' ')], "%s, at %s: %s", h.parts.Deployment, w.now().Format("Mon 2 15:04:05"), what[strings.IndexByte(what, ' ')+1:])
		}
	}
	return nil
}

// next lists what has not exactly one next thing.
func (h *lifeHouse) next(ctx context.Context) (wrong []string, err error) {
	timers, err := h.look.Timers(ctx, 1_000_000)
	if err != nil {
		return nil, err
	}
	due := map[string][]time.Time{}
	for _, t := range timers {
		key := t.Key.Subject + "/" + t.Key.What + " " + t.Key.ID
		due[key] = append(due[key], t.Due)
	}
	expect := func(rule, key string, want int, why string) {
		if n := len(due[key]); n != want {
			wrong = append(wrong, fmt.Sprintf("%s %s: %d of %s, not %d", rule, why, n, key, want))
		}
	}
	keys, err := h.eyes.Keys(ctx, "*"+h.parts.Deployment+"*rec:*").Result()
	if err != nil {
		return nil, err
	}
	slices.Sort(keys)
	day := h.now().Format(time.DateOnly)
	for _, key := range keys {
		_, name, _ := strings.Cut(key, "rec:")
		kind, id, _ := strings.Cut(name, ":")
		switch care.Kind(kind) {
		case care.KindPlan:
			var p care.Plan
			if found, err := h.look.Peek(ctx, care.KindPlan, id, &p); err != nil || !found {
				continue
			}
			switch {
			case p.Ended || !p.Agreed:
				expect("i9", "plan/ask "+id, 0, "a plan that does not run")
			case p.ToMeeting || p.After > 0 || p.Until != "" && p.Until <= day:
			default:
				expect("i9", "plan/ask "+id, 1, "a plan that runs")
			}
		case care.KindAlert:
			var a care.Alert
			if found, err := h.look.Peek(ctx, care.KindAlert, id, &a); err != nil || !found || a.Drill {
				continue
			}
			expect("i9", "alert/step "+id, map[bool]int{true: 1}[a.State == care.AlertOpen], "an alert that is "+string(a.State))
			expect("i9", "alert/taken "+id, map[bool]int{true: 1}[a.State == care.AlertTaken], "an alert that is "+string(a.State))
		case care.KindVisit:
			var v care.Visit
			if found, err := h.look.Peek(ctx, care.KindVisit, id, &v); err != nil || !found {
				continue
			}
			expect("i11", "visit/watch "+id, map[bool]int{true: 1}[v.Watched()], "a visit that is "+string(v.State))
			if v.Watched() && h.now().Sub(v.Due) > 10*time.Second {
				wrong = append(wrong, fmt.Sprintf("i11 visit %s should have gone on from %s at %s", id, v.Step, v.Due))
			}
		case care.KindMeeting:
			var m care.Meeting
			if found, err := h.look.Peek(ctx, care.KindMeeting, id, &m); err != nil || !found || m.Cancelled {
				continue
			}
			if begin, err := time.ParseInLocation("2006-01-02 15:04", m.Day+" "+m.Clock, mustZone(m.Zone)); err == nil && h.now().Before(begin) {
				expect("i9", "meeting/over "+id, 1, "a meeting to come")
			}
		}
	}
	return wrong, nil
}
