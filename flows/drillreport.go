package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// drillDone ends a drill and tells the coordinators whom it reached, or the
// practitioners when no coordinator can be told.
func (s *step) drillDone(a *care.Alert) Reason {
	a.State, a.Closed = care.AlertDone, s.now
	a.Rev++
	s.moment(a, "done.drill", "")
	s.putAlert(a)
	rota := s.rota()
	rota.Drill = ""
	s.putRota(rota)
	for _, id := range a.Told {
		if drillAt(a, "reached", id).IsZero() {
			s.say(s.drillCard(a, id))
		}
	}
	lines := s.drillLines(a)
	s.mustHear(func(*care.Contact) Message {
		return Message{Key: locales.DrillReport, Args: Args{"When": when(a.Opened)}, Lines: lines}
	})
	s.keepFor("alert", a.ID, a.Closed, s.team().Retention.Alerts)
	return "drill.done"
}

// drillLines say of everybody and every channel what became of the call.
func (s *step) drillLines(a *care.Alert) []Line {
	var lines []Line
	if !drillAt(a, "cut", "").IsZero() {
		lines = append(lines, line(locales.DrillCut))
	}
	for _, m := range s.team().Staff {
		c := s.staffContact(m.ID)
		key, args := locales.DrillNotCalled, Args{"Name": text(m.Name)}
		switch {
		case !m.Role.Staff():
			continue
		case c == nil:
			key = locales.DrillNotJoined
		case !drillAt(a, "reached", c.ID).IsZero():
			key, args["When"] = locales.DrillReached, when(drillAt(a, "reached", c.ID))
		case slices.Contains(a.Failed, c.ID), slices.Contains(a.Told, c.ID) && !s.canHear(c.ID):
			key = locales.DrillFailed
		case slices.Contains(a.Told, c.ID):
			key = locales.DrillSilent
		case !s.canHear(c.ID):
			key = locales.DrillFailed
		}
		lines = append(lines, Line{Key: key, Args: args, Tight: true})
	}
	for _, id := range a.Woken {
		lines = append(lines, s.drillChannel(a, id))
	}
	return lines
}

// drillChannel says of one channel what became of the call.
func (s *step) drillChannel(a *care.Alert, id string) Line {
	l := Line{Key: locales.DrillChannel, Args: Args{"Name": text(id)}, Tight: true}
	switch at := drillAt(a, heardMoment+id, ""); {
	case !at.IsZero():
		l.Key, l.Args["When"] = locales.DrillReached, when(at)
	case !drillAt(a, failedMoment+id, "").IsZero():
		l.Key = locales.DrillChannelFailed
	case s.SeenURL == nil:
		l.Key = locales.DrillChannelMute // nobody could have answered
	}
	return l
}
