package flows

import (
	"slices"

	"polyphony/care"
)

// Ahead is what a Tx may offer besides: to bring many records in one go before
// they are read one by one. Nothing counts as read by it, and what is not read
// afterwards cannot be the reason of a conflict. Errors are the store's.
type Ahead interface {
	Fetch(kind care.Kind, ids []string) error
}

// fetch brings records that are about to be read one by one: whoever goes
// through the members of a circle calls it first, so that a circle of five
// hundred costs no more round trips than one of five.
func (s *step) fetch(kind care.Kind, ids ...string) {
	ahead, can := s.tx.(Ahead)
	if !can {
		return
	}
	var missing []string
	for _, id := range ids {
		if _, kept := s.kept[string(kind)+":"+id]; !kept && id != "" {
			missing = append(missing, id)
		}
	}
	if len(missing) < 2 {
		return // one is as quickly read
	}
	if err := ahead.Fetch(kind, missing); err != nil {
		panic(readFailed{err})
	}
}

// fetchMembers brings the contacts of a circle.
func (s *step) fetchMembers(n *care.Network) {
	if n == nil {
		return
	}
	ids := make([]string, len(n.Members))
	for i, m := range n.Members {
		ids[i] = m.Contact
	}
	s.fetch(care.KindContact, ids...)
}

// fetchAccounts brings the contacts of a circle and their accounts.
func (s *step) fetchAccounts(n *care.Network) {
	s.fetchMembers(n)
	var chats []string
	for _, m := range n.Members {
		if c := s.contact(m.Contact); c != nil && c.Chat != 0 {
			chats = append(chats, ChatID(c.Chat))
		}
	}
	s.fetch(care.KindAccount, chats...)
}

// fetchReminders brings some contacts and all that their next reminder follows
// from: their circles, and the meetings of those.
func (s *step) fetchReminders(contacts []string) {
	s.fetch(care.KindContact, contacts...)
	var circles, meetings []string
	for _, id := range contacts {
		if c := s.contact(id); c != nil {
			circles = append(circles, c.Networks...)
		}
	}
	slices.Sort(circles)
	circles = slices.Compact(circles)
	s.fetch(care.KindNetwork, circles...)
	for _, id := range circles {
		if n := s.network(id); n != nil {
			meetings = append(meetings, n.Meetings...)
		}
	}
	s.fetch(care.KindMeeting, meetings...)
}
