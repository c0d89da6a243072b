package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// staffActs are what those who plan do on a meeting's card.
var staffActs map[string]func(*step, *care.Meeting) Reason

func init() {
	staffActs = map[string]func(*step, *care.Meeting) Reason{
		"move":       (*step).beginMove,
		"change":     (*step).beginChange,
		"people":     (*step).beginPeople,
		"cancel":     (*step).askCancel,
		"cancel_yes": func(s *step, m *care.Meeting) Reason { return s.cancelMeeting(m, false) },
		"cancel_all": func(s *step, m *care.Meeting) Reason { return s.cancelMeeting(m, true) },
		"keep": func(s *step, m *care.Meeting) Reason {
			s.showMeeting(m, locales.MeetingDetails)
			return "meeting.kept"
		},
	}
}
