package flows

import (
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// A plan that runs has one next question, as long as it is known when that is
// (I9): a plan that waits for a meeting has none until the meeting is over.

func askTimer(plan string) TimerKey   { return TimerKey{Subject: "plan", ID: plan, What: "ask"} }
func laterTimer(plan string) TimerKey { return TimerKey{Subject: "plan", ID: plan, What: "later"} }

// askNext sets the one next check-in of a plan, in the member's own zone.
func (s *step) askNext(p *care.Plan) {
	if next, known := s.nextAsk(p); known {
		s.timer(askTimer(p.ID), next)
		return
	}
	s.cancel(askTimer(p.ID))
}

// nextAsk is when a plan asks next, if that can be known.
func (s *step) nextAsk(p *care.Plan) (next time.Time, known bool) {
	if p.ToMeeting {
		return time.Time{}, false
	}
	zone := s.zoneOf(s.contact(p.Member))
	from := s.now
	if p.Paused.After(from) {
		from = p.Paused
	}
	if p.After > 0 {
		next = s.daysAfterMeeting(p, zone)
		return next, next.After(from)
	}
	if begin, err := calendar.Instant(p.From, "00:00", zone); err == nil && begin.After(from) {
		from = begin
	}
	return soonest(p, from, zone), true
}

// soonest is the first time after from on one of the plan's days.
func soonest(p *care.Plan, from time.Time, zone *time.Location) (next time.Time) {
	days := []int{}
	for _, d := range p.OnDays() {
		days = append(days, int(d))
	}
	if len(days) == 0 {
		days = append(days, calendar.EveryDay)
	}
	for _, d := range days {
		at, err := calendar.Next(from, d, p.Clock, zone)
		if err != nil || at.IsZero() {
			panic(readFailed{undecided("plan " + p.ID + " has no next date")})
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

// daysAfterMeeting is when a plan asks about the meeting that was last; zero
// without one.
func (s *step) daysAfterMeeting(p *care.Plan, zone *time.Location) time.Time {
	m := s.meeting(p.Met)
	if m == nil {
		return time.Time{}
	}
	at, err := calendar.Instant(daysLater(ends(m), p.After, zone), p.Clock, zone)
	if err != nil {
		panic(readFailed{undecided("plan " + p.ID + ": " + err.Error())})
	}
	return at
}

// daysLater is the day so many days after an instant, as a zone's calendar has it.
func daysLater(t time.Time, days int, zone *time.Location) string {
	local := t.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+days, 12, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// plansAfter goes on with the plans that waited for a meeting of their circle
// which is now over.
func (s *step) plansAfter(n *care.Network, m *care.Meeting) {
	s.fetch(care.KindPlan, n.Plans...)
	for _, id := range n.Plans {
		p := s.plan(id)
		if p == nil || p.Ended || !p.Agreed || !m.Asked(p.Member) || !p.ToMeeting && p.After == 0 {
			continue
		}
		if before := s.meeting(p.Met); before != nil && ends(before).After(ends(m)) {
			continue
		}
		p.ToMeeting, p.Met = false, m.ID
		s.putPlan(p)
		s.askNext(p)
	}
}

// lastMet remembers for a new agreement which meeting was last, and that it
// waits for no meeting that was over before the yes.
func (s *step) lastMet(n *care.Network, p *care.Plan) {
	m := s.meeting(n.Last)
	if m == nil || !m.Asked(p.Member) {
		return
	}
	p.Met = m.ID
	if ends(m).After(p.At) {
		p.ToMeeting = false
	}
}

// isOver reports whether a plan's last day has passed by its member's clock.
func (s *step) isOver(p *care.Plan) bool {
	return p.Until != "" && calendar.Day(s.now, s.zoneOf(s.contact(p.Member))) > p.Until
}
