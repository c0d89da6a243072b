package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// soonWithin is when the team is reminded of something that sounded as if it
// could not wait and that nobody has read: 30 covered minutes.
const soonWithin = 30 * time.Minute

func soonTimer(network, item string) TimerKey {
	return TimerKey{Subject: "shelf", ID: inboxID(network), What: "soon", Arg: item}
}

// remindSoon sets the reminder; the minutes count while somebody is on call.
func (s *step) remindSoon(network string, item care.Item) {
	s.timer(soonTimer(network, item.ID), s.soonDue(item))
}

// soonDue is when the team is reminded of an item that still waits.
func (s *step) soonDue(item care.Item) time.Time { return s.coveredFor(item.SoonSince(), soonWithin) }

// coveredFor is when somebody has been on call for so long since t, in one shift
// or several. Where nobody ever is, time counts as it passes.
func (s *step) coveredFor(t time.Time, d time.Duration) time.Time {
	team, rota := s.team(), s.rota()
	at := t
	for range coverStretches {
		on, from := calendar.Covered(team, rota, at)
		if from.IsZero() {
			break
		}
		if !on {
			at = from
		}
		_, until := calendar.Duty(team, rota, at, 1)
		if !until.After(at) {
			break
		}
		if left := until.Sub(at); left < d {
			d, at = d-left, until
			continue
		}
		return at.Add(d)
	}
	return later(t.Add(d), at)
}

// coverStretches bounds how many stretches of cover are looked at.
const coverStretches = 100

// onSoonWaits: nobody has read it. The circle's team hears, with sound, once. What
// came over night is due in one instant: the first of it rings for all that is due.
func onSoonWaits(s *step) Reason {
	network, item := shelfOf(s.ev.Timer.ID), s.ev.Timer.Arg
	shelf := s.shelf(network)
	i := shelf.Index(item)
	if i < 0 || !shelf.Items[i].Soon || s.withheld(shelf.Items[i]) {
		return "soon.read"
	}
	if shelf.Items[i].Told {
		return "soon.together"
	}
	due := s.soonDue(shelf.Items[i])
	if due.After(s.now) { // the pattern was changed since
		s.timer(soonTimer(network, item), due)
		return "soon.later"
	}
	for k := range shelf.Items {
		if it := &shelf.Items[k]; it.Soon && !s.withheld(*it) && !s.soonDue(*it).After(s.now) {
			it.Told = true
		}
	}
	s.tellReaders(network, shelf, inboxNews{key: locales.InboxWaits, loud: true})
	return "soon.reminded"
}
