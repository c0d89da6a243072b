package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// nextForVolunteer is what the card of an agreed visit offers its volunteer
// first: while somebody is wanting who watches over it, to ask them, since it
// cannot begin before.
func (s *step) nextForVolunteer(v *care.Visit) [][]Button {
	here, ask := s.hereButtons(v), s.buddyRows(v)
	if v.Buddy.Ready() && v.Deputy.Ready() {
		return append(here, ask...)
	}
	for i := range here {
		here[i][0].Style = ""
	}
	return append(ask, here...)
}

// restCards draws the cards of a visit that has begun, or is over, where they
// stand, so that no button is left on them that leads nowhere.
func (s *step) restCards(v *care.Visit) {
	for _, reader := range []string{v.Person, v.Volunteer} {
		if s.contact(reader) == nil {
			continue
		}
		msg := s.goingCard(v, reader, cardKey(v, reader))
		if reader == v.Volunteer {
			msg.Buttons = nil // a card of its own has them now
		}
		msg.Guard = Guard{Purpose: PurposeNotice, Visit: v.ID, As: partOf(v, reader)}
		if !v.Open() {
			msg = Message{Person: reader, Lane: Bulk, Slot: goingSlot(v.ID), Key: locales.GoingOver, Guard: Guard{Purpose: PurposeNotice}}
		}
		msg.Silent = true
		s.say(msg)
	}
	for _, r := range watcherRoles {
		if w := r.of(v); v.Open() && s.contact(w.Contact) != nil {
			msg := s.watcherCard(v, r)
			msg.Silent, msg.Guard = true, Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartBuddy}
			s.say(msg)
		}
	}
}
