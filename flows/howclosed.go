package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// A question that was answered, or that a newer one has taken the place of,
// keeps its words and loses its buttons.

// howCard is the question how a meeting was, with nothing more to tap.
func (s *step) howCard(in *care.CheckIn) Message {
	c := s.contact(in.Member)
	msg := Message{Person: in.Member, Lane: Reply, Key: locales.AfterQuestion, Slot: "checkin:" + in.ID,
		Args: Args{"Name": text(c.Name), "Question": {Open: in.Question}}, Silent: true,
		Guard: Guard{Purpose: PurposeReply, Network: in.Network}}
	return msg
}

// superseded takes the buttons from the open question of a meeting when another
// question comes: what is written from now on answers the newer one.
func (s *step) superseded(c *care.Contact) {
	old := s.checkin(c.CheckIn)
	if old == nil || old.Member != c.ID || old.Meeting == "" {
		return
	}
	msg := s.howCard(old)
	msg.Lane, msg.Guard.Purpose = Bulk, care.CheckIns
	s.say(msg)
}
