package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/sandbox"
)

// visitLeakDeeds are what people do, and how often.
var visitLeakDeeds = []struct {
	odds int
	do   func(*visitLeak, context.Context) error
}{
	{54, (*visitLeak).leadsOn}, {10, (*visitLeak).tapsOwn}, {26, (*visitLeak).forges}, {3, (*visitLeak).commands}, {5, (*visitLeak).writes},
	{3, (*visitLeak).pastes}, {2, (*visitLeak).opensLink}, {2, (*visitLeak).coordinates}, {2, (*visitLeak).blocks}, {3, (*visitLeak).waits}, {1, (*visitLeak).removes},
}

func (l *visitLeak) act(ctx context.Context) error {
	odds := 0
	for _, d := range visitLeakDeeds {
		odds += d.odds
	}
	k := l.rng.IntN(odds)
	for _, d := range visitLeakDeeds {
		if k -= d.odds; k < 0 {
			return d.do(l, ctx)
		}
	}
	return nil
}

func (l *visitLeak) note(format string, args ...any) {
	l.log = append(l.log, l.st.App.Now().Format("Mon 15:04:05 ")+fmt.Sprintf(format, args...))
}

func (l *visitLeak) anybody() sandbox.Person { return l.people[l.rng.IntN(len(l.people))] }

// taps presses what carries this, as if it stood under somebody's newest message.
func (l *visitLeak) taps(ctx context.Context, chat int64, data string) error {
	if data == "" || len(data) > 64 {
		return nil
	}
	l.note("%s taps %s", l.nameOf(chat), data)
	a, err := l.st.Server.TapsRaw(ctx, chat, chat, 0, data)
	if err == nil {
		l.ear.hears(chat, a.Text)
	}
	return err
}

// buttons are those of somebody's newest messages, newest first.
func (l *visitLeak) buttons(chat int64, messages int) (all []string) {
	chats, _ := l.st.Server.Chat(chat)
	for _, m := range slices.Backward(chats[max(0, len(chats)-messages):]) {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Data != "" {
					all = append(all, b.Data)
				}
			}
		}
	}
	return all
}

// tapsOwn presses something that stands on somebody's own phone.
func (l *visitLeak) tapsOwn(ctx context.Context) error {
	who := l.anybody()
	if all := l.buttons(who.ID, 4); len(all) > 0 {
		return l.taps(ctx, who.ID, all[l.rng.IntN(len(all))])
	}
	return nil
}

// presses presses the newest button of somebody's that begins and ends like this.
func (l *visitLeak) presses(ctx context.Context, chat int64, begins, ends string) error {
	for _, data := range l.buttons(chat, 6) {
		if strings.HasPrefix(data, begins) && strings.HasSuffix(data, ends) {
			return l.taps(ctx, chat, data)
		}
	}
	return fmt.Errorf("no button %s…%s", begins, ends)
}

// leadsOn does what comes next on one of the visits, or asks for one.
func (l *visitLeak) leadsOn(ctx context.Context) error {
	v := l.someVisit(true)
	if v == nil || l.rng.IntN(25) == 0 {
		return l.asks(ctx, []string{"pia000000000", "pia000000001"}[l.rng.IntN(2)])
	}
	for alert, open := range l.open {
		if open && l.rng.IntN(4) > 0 {
			return l.teamAnswers(ctx, alert)
		}
	}
	return l.leads(ctx, v)
}

var visitLeakHours = map[care.PartOfDay]string{care.Morning: "10:00", care.Afternoon: "14:00"}

func (l *visitLeak) leads(ctx context.Context, v *care.Visit) error {
	switch v.State {
	case care.VisitWanted:
		a := v.Asked[l.rng.IntN(len(v.Asked))]
		if v.Before != "" && l.rng.IntN(2) == 0 {
			return l.taps(ctx, l.ids[a.Volunteer], fmt.Sprintf("again/%s/%d/yes", v.ID, v.Rev))
		}
		slot := v.Slots[l.rng.IntN(len(v.Slots))]
		return l.taps(ctx, l.ids[a.Volunteer], fmt.Sprintf("offer/%s/%d/hour.%s.%s", v.ID, v.Rev, slot.Day, visitLeakHours[slot.Part]))
	case care.VisitOffered:
		return l.taps(ctx, l.ids[v.Person], fmt.Sprintf("found/%s/%d/%s", v.ID, v.Rev, []string{"yes", "yes", "yes", "else"}[l.rng.IntN(4)]))
	case care.VisitAgreed:
		return l.prepares(ctx, v)
	case care.VisitRunning:
		if l.rng.IntN(3) == 0 {
			return l.until(ctx, v.Due.Add(time.Second))
		}
		return l.taps(ctx, l.ids[v.Volunteer], fmt.Sprintf("watch/%s/%d/%s", v.ID, v.Rev, []string{"more15", "more30", "done", "done"}[l.rng.IntN(4)]))
	case care.VisitLeaving:
		return l.taps(ctx, l.ids[v.Volunteer], fmt.Sprintf("watch/%s/%d/home", v.ID, v.Rev))
	}
	return nil
}

// prepares does one thing before an agreed visit: says where, finds those who
// watch, goes on to one of the instants that matter, or begins it.
func (l *visitLeak) prepares(ctx context.Context, v *care.Visit) error {
	begins, val := visitLeakBegins(v), l.ids[v.Volunteer]
	if v.Address.Text == "" && v.Spot == nil && l.rng.IntN(4) > 0 || l.rng.IntN(12) == 0 {
		return l.saysWhere(ctx, v)
	}
	for i, w := range []care.Watcher{v.Buddy, v.Deputy} {
		letter := "bd"[i : i+1]
		switch {
		case w.Contact == "":
			other := fmt.Sprintf("val%09d", l.rng.IntN(5))
			if other == v.Volunteer || other == v.Buddy.Contact {
				other = "val000000004"
			}
			return l.taps(ctx, val, fmt.Sprintf("buddy/%s/%d/ask.%s.%s", v.ID, v.Seq, letter, other))
		case w.Yes.IsZero():
			return l.taps(ctx, l.ids[w.Contact], fmt.Sprintf("buddy/%s/%d/%s", v.ID, v.Seq, []string{"yes", "yes", "yes", "no"}[l.rng.IntN(4)]))
		}
	}
	for _, at := range []time.Duration{-24*time.Hour - time.Minute, -24*time.Hour + time.Minute, -50 * time.Minute} {
		if to := begins.Add(at); to.After(l.st.App.Now()) {
			return l.until(ctx, to)
		}
	}
	if err := l.taps(ctx, l.ids[v.Buddy.Contact], fmt.Sprintf("buddy/%s/%d/awake", v.ID, v.Seq)); err != nil {
		return err
	}
	if err := l.settle(ctx); err != nil {
		return err
	}
	return l.taps(ctx, val, fmt.Sprintf("watch/%s/%d/here", v.ID, v.Rev))
}

// teamAnswers lets somebody of the team take what the watch has raised, and say
// that the volunteer is safe.
func (l *visitLeak) teamAnswers(ctx context.Context, alert string) error {
	for _, act := range []string{"/safe", "/done", "/take"} {
		for _, who := range []string{"Amira", "Ben"} {
			if err := l.presses(ctx, l.chatOf(who), "alert/"+alert+"/", act); err == nil {
				return nil
			}
		}
	}
	return nil
}

// saysWhere lets the person say where it is, in words or as a place.
func (l *visitLeak) saysWhere(ctx context.Context, v *care.Visit) error {
	pia := l.ids[v.Person]
	if err := l.taps(ctx, pia, fmt.Sprintf("going/%s/%d/where", v.ID, v.Seq)); err != nil {
		return err
	}
	if err := l.settle(ctx); err != nil {
		return err
	}
	word := l.ear.canary("place", v.Person, pia, v.ID)
	l.note("%s says where: %s", l.nameOf(pia), word)
	if l.rng.IntN(2) == 0 {
		_, err := l.st.Server.Says(ctx, pia, word+" Mill Lane")
		return err
	}
	var lat float64
	if _, err := fmt.Sscan(l.ear.canary("spot", v.Person, pia, v.ID), &lat); err != nil {
		return err
	}
	long := -0.12
	_, err := l.st.Server.SendsThing(ctx, pia, sandbox.Thing{Kind: "location", Caption: word, Latitude: &lat, Longitude: &long})
	return err
}

// waits lets time pass; less of it while somebody is called every few minutes, and
// never past the hour before a visit.
func (l *visitLeak) waits(ctx context.Context) error {
	now, longest := l.st.App.Now(), 8*time.Hour
	for _, v := range l.visits {
		switch {
		case v.Watched():
			longest = min(longest, 25*time.Minute)
		case v.State == care.VisitAgreed:
			longest = min(longest, max(visitLeakBegins(v).Add(-50*time.Minute).Sub(now), 10*time.Minute))
		}
	}
	return l.until(ctx, now.Add(time.Duration(1+l.rng.Int64N(int64(longest)))))
}

// until lets time pass up to an instant, or not so far: whoever is on a visit and
// whoever is called says something sooner.
func (l *visitLeak) until(ctx context.Context, to time.Time) error {
	soon := to
	for _, v := range l.visits {
		if v.Watched() {
			soon = l.st.App.Now().Add(25 * time.Minute)
		}
	}
	if slices.Contains(slices.Collect(maps.Values(l.open)), true) {
		soon = l.st.App.Now().Add(10 * time.Minute)
	}
	if to.After(soon) {
		to = soon
	}
	l.note("until %s", to.Format("Mon 15:04:05"))
	return l.st.walk(ctx, to, func(to time.Time) error {
		time.Sleep(to.Sub(l.st.App.Now()))
		return nil
	})
}
