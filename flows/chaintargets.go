package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Who one escalation step reaches, by Telegram and otherwise.

// targets are the contacts of one escalation step who can be reached, and
// whether it also went out on a channel that is not Telegram.
func (s *step) targets(a *care.Alert, names []string) (reached []string, channels bool) {
	t := s.team()
	add := func(staff string) {
		c := s.staffContact(staff)
		if c != nil && s.canHear(c.ID) && c.ID != a.Sender && c.ID != a.GaveBack && !slices.Contains(reached, c.ID) {
			reached = append(reached, c.ID)
		}
	}
	for _, name := range names {
		switch name {
		case care.TargetOnCall:
			onCall, _ := s.onDuty(1)
			for _, id := range onCall {
				add(id)
			}
		case care.TargetTeam:
			for _, m := range t.StaffWith(care.Practitioner) {
				add(m.ID)
			}
		case care.TargetCoordinators:
			for _, m := range t.StaffWith(care.Coordinator) {
				add(m.ID)
			}
		case care.TargetChannels:
			for _, ch := range t.Channels {
				s.channel(a, ch.ID)
				channels = true
			}
		default:
			if _, isStaff := t.StaffByID(name); isStaff {
				add(name)
			} else {
				s.channel(a, name)
				channels = true
			}
		}
	}
	return reached, channels
}

// channel raises an alert on a way that is not Telegram: no names, no words. It
// is tried until the next step, which raises it anew.
func (s *step) channel(a *care.Alert, id string) {
	s.say(Message{Channel: id, Lane: Urgent, Key: locales.AlarmWaits, Language: "en", Guard: Guard{Purpose: PurposeDuty, Alert: a.ID, Before: s.now.Add(s.team().Escalation.After)}})
}
