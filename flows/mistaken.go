package flows

import (
	"slices"
	"time"

	"polyphony/locales"
)

// Whoever is noted as dead and writes may be alive, or be somebody close to
// them with the phone in hand. Both get the crisis lines, since nobody who
// writes is met with silence, and nothing else, since it may be read by
// somebody in mourning. That is why Address lets lines through that
// answer words written after the death (unwanted). The team hears with sound.

// doubtGap is how often the team hears that somebody writes.
const doubtGap = time.Hour

// writtenSince is called after anything written or pressed by somebody noted as dead.
func (s *step) writtenSince() {
	if s.me == nil || s.me.Died.IsZero() {
		return
	}
	said := func(lane Lane) bool {
		return slices.ContainsFunc(s.d.Say, func(m Message) bool { return m.Guard.Purpose == PurposeLines && m.Lane == lane })
	}
	if said(Urgent) {
		return // they asked for help, which has its own card
	}
	if !said(Reply) {
		s.say(Message{Lane: Reply, Key: locales.DeathWriter, Lines: s.crisisLines(), Keyboard: true, Guard: Guard{Purpose: PurposeLines}})
	}
	if !s.me.Doubted.IsZero() && s.now.Sub(s.me.Doubted) < doubtGap {
		return
	}
	s.me.Doubted = s.now
	s.putContact(s.me)
	s.audit("contact:"+s.me.ID, "death.doubted", "")
	team, circle := s.teamOf(s.me)
	for _, id := range team {
		n := circle[id]
		s.doubt(id, Guard{Purpose: PurposeDuty, Network: n.ID, Ended: ended(n) != ""}, mistakeButton(n, s.me))
	}
	if len(team) == 0 { // nobody of their own team is left
		for _, id := range s.readersOf("") {
			s.doubt(id, Guard{Purpose: PurposeDuty})
		}
	}
}

func (s *step) doubt(staff string, guard Guard, buttons ...[]Button) {
	s.say(Message{Person: staff, Lane: Reply, Key: locales.DeathWrites, Slot: "doubt:" + s.me.ID, Fresh: true,
		Args: Args{"Name": text(s.me.Name)}, Buttons: buttons, Guard: guard})
}

// afterWords follows what was written with what it means for a death, and with
// what its writer has to know about who reads it.
func afterWords(handle func(*step) Reason) func(*step) Reason {
	return func(s *step) Reason {
		reason := handle(s)
		if reason != "edited.ignored" {
			s.writtenSince()
			s.tellReading(s.me)
		}
		return reason
	}
}
