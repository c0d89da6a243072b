package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// openAgain undoes the closing. What ended has ended; only the team is told.
func openAgain(s *step, n *care.Network, _ string) Reason {
	if !s.staffOf(n) {
		return s.refused()
	}
	if n.Closed.IsZero() {
		s.showCircle(n)
		return "circle.open"
	}
	n.Closed = time.Time{}
	s.putNetwork(n)
	s.audit("network:"+n.ID, "circle.opened", "")
	s.showCircle(n)
	for _, id := range n.With(care.Practitioner, care.Coordinator) {
		if id != s.me.ID && s.place(n, id) != nil {
			s.say(Message{Person: id, Lane: Bulk, Key: locales.ClosingOpened, Args: Args{"Who": s.called(s.me.ID), "Circle": text(n.Called)},
				Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Quiet: true}})
		}
	}
	return "circle.opened"
}

// showEnded is what /circle shows of a circle that is closed or still.
func (s *step) showEnded(n *care.Network) {
	key, args := locales.ClosingClosed, Args{"Circle": text(n.Called), "Day": {Day: calendar.Day(n.Closed, s.zoneOf(s.me))}}
	var buttons [][]Button
	switch staff := s.staffOf(n); {
	case !n.Closed.IsZero() && staff:
		key, buttons = locales.ClosingClosedStaff, [][]Button{row(circleButton(n, locales.ClosingOpen, nil, "open"))}
	case !n.Still.IsZero() && staff:
		key, args["Day"], args["Name"] = locales.DeathStill, Arg{Day: calendar.Day(n.Still, s.zoneOf(s.me))}, text(s.name(n.Centre))
		buttons = [][]Button{row(circleButton(n, locales.DeathWasMistake, nil, "mistake."+n.Centre)), row(circleButton(n, locales.ClosingButton, nil, "close"))}
	case !n.Still.IsZero():
		key, args = locales.DeathTouch, nil
	}
	if me := s.place(n, s.me.ID); me != nil && me.Role != care.Person && !me.Role.Staff() && n.Still.IsZero() {
		buttons = append(buttons, row(circleButton(n, locales.CircleLeave, nil, "leave")))
	}
	s.show(key, args, buttons...)
}

// onlyEnded answers whoever belongs only to circles that have ended with what
// became of them: whoever mourns is not told that they belong nowhere.
func (s *step) onlyEnded() (Reason, bool) {
	past := s.belongs(s.me)
	switch {
	case len(past) == 0 || len(s.circles(s.me)) > 0:
		return "", false
	case len(past) == 1:
		s.showEnded(past[0])
		return "circle.shown", true
	}
	return s.chooseCircle(locales.CircleWhich, "circle"), true
}

// circleLabel is how a circle is called among others.
func circleLabel(n *care.Network) locales.Key {
	switch {
	case !n.Closed.IsZero():
		return locales.ClosingLabel
	case !n.Still.IsZero():
		return locales.DeathLabel
	}
	return locales.CircleOf
}
