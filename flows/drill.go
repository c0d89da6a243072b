package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A drill runs the steps of the team file with a marked test alert: everybody
// and every channel that a step names is called once, each step after the wait
// of the one before, and each says that it arrived. Nothing in it is urgent, so
// nobody takes it and nothing begins again; coordinators read at the end whom it
// reached. A team's file says whether there is one each month; a coordinator can
// begin one at any time.

// drillTimer is the next step of a drill that runs.
func drillTimer(alert string) TimerKey { return TimerKey{Subject: "alert", ID: alert, What: "drill"} }

// drillMonthTimer begins the drill of a month.
func drillMonthTimer() TimerKey { return TimerKey{Subject: "team", ID: TeamID, What: "drill"} }

// drillNotBefore is how long a team has been with us when its first drill
// begins: until then people are still joining.
const drillNotBefore = 14 * 24 * time.Hour

// drillClock sets the drill of the month to its next day, or drops it.
func (s *step) drillClock(first bool) {
	after := s.now
	if first {
		after = after.Add(drillNotBefore)
	}
	if next := nextDrill(s.team(), after); !next.IsZero() {
		s.timer(drillMonthTimer(), next)
		return
	}
	s.cancel(drillMonthTimer())
}

// drillDays is how far into a month a day for the drill is looked for.
const drillDays = 15

// nextDrill is the first day of a month on which the promised hours run at the
// hour of the drill; zero when the team has none.
func nextDrill(t *care.Team, after time.Time) time.Time {
	zone := calendar.Zone(t.Zone)
	local := after.In(zone)
	for month := range 2 {
		first := time.Date(local.Year(), local.Month()+time.Month(month), 1, 12, 0, 0, 0, zone)
		if at := drillDay(t, first); at.After(after) {
			return at
		}
	}
	return time.Time{}
}

// drillDay is the hour of the drill on the first day, from one on, on which the
// promised hours run then; zero when there is none.
func drillDay(t *care.Team, from time.Time) time.Time {
	zone := calendar.Zone(t.Zone)
	for day := range drillDays {
		at, err := calendar.Instant(calendar.Day(from.AddDate(0, 0, day), zone), t.Drill, zone)
		if err != nil {
			return time.Time{}
		}
		if _, open := calendar.Covers(t.Hours, at, zone); open {
			return at
		}
	}
	return time.Time{}
}

// drillLate is the most by which the drill of a month may begin too late: after
// an outage it must not ring at an hour that nobody was told of.
const drillLate = 15 * time.Minute

// onDrillMonth begins the drill of this month, or puts it off to the next day
// when its hour has gone by or somebody really asks for help.
func onDrillMonth(s *step) Reason {
	t := s.team()
	if t.Drill == "" {
		return "drill.off"
	}
	if s.now.Sub(s.ev.At) > drillLate || s.realAlert() {
		if next := drillDay(t, s.now.In(calendar.Zone(t.Zone)).AddDate(0, 0, 1)); !next.IsZero() {
			s.timer(drillMonthTimer(), next)
			return "drill.put.off"
		}
	}
	s.drillClock(false)
	return s.beginDrill()
}

// drillCommand lets a coordinator begin one.
func drillCommand(s *step, _ string) Reason {
	if !s.coordinator() {
		return s.unknownCommand()
	}
	if s.realAlert() {
		s.reply(locales.DrillWaits, nil)
		return "drill.waits"
	}
	if a := s.drill(); a != nil {
		s.reply(locales.DrillRuns, Args{"When": when(a.Opened)})
		return "drill.runs"
	}
	s.reply(locales.DrillAsk, nil, row(Button{Label: locales.DrillBegin, Data: data("drill", "-", s.menu(), "begin")}))
	return "drill.asked"
}

// coordinator reports whether whoever did this is a coordinator of the team, now.
func (s *step) coordinator() bool {
	if !s.staff() {
		return false
	}
	m, _ := s.team().StaffByID(s.me.Staff)
	return m.Role == care.Coordinator
}

// drill is the one that runs, or nil.
func (s *step) drill() *care.Alert {
	if id := s.rota().Drill; id != "" {
		if a := s.alert(id); a != nil && a.Open() {
			return a
		}
	}
	return nil
}

// drillTap handles the buttons of a drill.
func drillTap(s *step, p press) Reason {
	if p.arg == "begin" {
		return s.drillBegun(p)
	}
	a := s.alert(p.id)
	if a == nil || !a.Drill || !s.staff() || !slices.Contains(a.Told, s.me.ID) {
		return s.refused()
	}
	if !a.Open() {
		s.notice(locales.DrillOver, nil)
		return "drill.over"
	}
	return s.drillReached(a, s.me)
}

// realAlert reports whether somebody really asks for help: whoever is called then
// must not have to ask which of two cards is meant.
func (s *step) realAlert() bool { return len(s.openAlerts()) > 0 }

func (s *step) drillBegun(p press) Reason {
	switch {
	case !s.coordinator():
		return s.refused()
	case p.rev != s.me.Menu:
		s.stale()
		return "drill.stale"
	case s.drill() != nil:
		s.notice(locales.DrillAlready, nil)
		return "drill.runs"
	}
	s.menu()
	if s.realAlert() {
		s.redraw(locales.DrillWaits, nil)
		return "drill.waits"
	}
	s.redraw(locales.DrillBegun, nil)
	return s.beginDrill()
}
