package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// An alert leaves by other ways than a card too: by channels that are not
// Telegram, and into the team's own group. Nothing of it is said there but that
// something waits.

// channel raises an alert on a way that is not Telegram: no names, no words. It
// is tried until the next step, which raises it anew.
func (s *step) channel(a *care.Alert, id string) {
	key, args := s.alarmText(a, id)
	s.say(Message{Channel: id, Lane: Urgent, Key: key, Args: args, Language: s.alarmLanguage(id),
		Guard: Guard{Purpose: PurposeDuty, Alert: a.ID, Before: s.now.Add(s.escalation().Wait(a.Step))}})
}

// ringWay raises an alert on a channel, once a step, and reports whether it did.
func (s *step) ringWay(a *care.Alert, id string) bool {
	if slices.Contains(a.Rung, id) || slices.Contains(a.Down, id) {
		return false
	}
	a.Rung = append(a.Rung, id)
	if !slices.Contains(a.Woken, id) {
		a.Woken = append(a.Woken, id)
	}
	s.channel(a, id)
	return true
}

// wake raises the channels by which somebody wants to be woken, with their card.
func (s *step) wake(a *care.Alert, contact string) (rung bool) {
	c := s.contact(contact)
	if c == nil {
		return false
	}
	for _, id := range s.ownWays(c) {
		if slices.Contains(c.Wake, id) {
			rung = s.ringWay(a, id) || rung
		}
	}
	return rung
}

// wakeAtLast raises somebody's own channels because their card does not arrive:
// those they chose, else any that is theirs.
func (s *step) wakeAtLast(a *care.Alert, contact string) (rung bool) {
	c := s.contact(contact)
	if c == nil {
		return false
	}
	own := s.ownWays(c)
	chosen := slices.DeleteFunc(slices.Clone(own), func(id string) bool { return !slices.Contains(c.Wake, id) })
	if len(chosen) > 0 {
		own = chosen
	}
	for _, id := range own {
		rung = s.ringWay(a, id) || rung || slices.Contains(a.Rung, id) && !slices.Contains(a.Down, id)
	}
	return rung
}

// ownWays are the channels of the team file that belong to somebody, while they
// are staff.
func (s *step) ownWays(c *care.Contact) (ids []string) {
	if !s.isStaff(c) {
		return nil
	}
	for _, ch := range s.team().Channels {
		if ch.Staff == c.Staff {
			ids = append(ids, ch.ID)
		}
	}
	return ids
}

// tellTeamGroup says in the team's own group that something waits.
func (s *step) tellTeamGroup(a *care.Alert) {
	a.Group = true
	m := Message{Chat: s.rota().Group, Lane: Urgent, Key: locales.ChainGroup, Language: s.teamLanguage(),
		Guard: Guard{Purpose: PurposeDuty, Alert: a.ID, Before: s.now.Add(s.escalation().Wait(a.Step))}}
	if s.BotName != "" {
		m.Buttons = [][]Button{row(Button{Label: locales.ChainGroupOpen, URL: "https://t.me/" + s.BotName})}
	}
	s.say(m)
}

// alarmLanguage is that of whoever a channel belongs to, else the team's.
func (s *step) alarmLanguage(channel string) string {
	for _, ch := range s.team().Channels {
		if c := s.staffContact(ch.Staff); ch.ID == channel && ch.Staff != "" && c != nil && c.Language != "" {
			return c.Language
		}
	}
	return s.teamLanguage()
}

// teamLanguage is the first language of the team file that we have.
func (s *step) teamLanguage() string {
	if spoken := s.team().Languages; len(spoken) > 0 {
		return s.Match(spoken[0])
	}
	return s.Match("")
}

// teamGroupMoves keeps the team's own group when Telegram gives it another number.
func (s *step) teamGroupMoves(from, to int64) {
	if r := s.rota(); r.Group == from && to != 0 && to != from {
		r.Group = to
		s.putRota(r)
	}
}
