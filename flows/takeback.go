package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// What its author takes back goes out of the chats in which others have it, as
// far as Telegram lets it; where it does not, a sentence stands in its place.

// sharedSlot is the card under which something shared stands in a reader's chat.
func sharedSlot(r care.Ref) string { return "shared:" + string(r.Kind) + ":" + r.ID }

// takeBack takes a thing, and what was sent with it, away from those of these
// readers to whom it was sent. It needs nobody's permission and makes no sound.
// The thing must still hold what was sent: a record is emptied afterwards.
func (s *step) takeBack(r care.Ref, sh *care.Share, readers ...string) {
	s.fetch(care.KindContact, readers...)
	slots := s.sharedSlots(r)
	for _, id := range slices.Clone(readers) { // who calls may pass Sent itself
		if !slices.Contains(sh.Sent, id) {
			continue
		}
		for _, slot := range slots {
			s.say(gone(id, slot))
		}
		sh.Sent = slices.DeleteFunc(sh.Sent, func(c string) bool { return c == id })
	}
}

// gone takes a card away from a reader.
func gone(reader, slot string) Message {
	return Message{Person: reader, Lane: Reply, Key: locales.TakenGone, Slot: slot, Gone: true, Silent: true, Guard: Guard{Purpose: PurposeReply}}
}

// shelfPageID is the id of a full shelf before the one that is filled now.
func shelfPageID(network string, n int) string { return minePageID(network, n) }

// takeFromTeam takes an item off its shelf and out of the messages in which
// staff have it before them.
func (s *step) takeFromTeam(network string, r care.Ref) {
	now := s.shelf(network)
	s.clearPages(now, r.ID)
	s.cancel(soonTimer(network, r.ID))
	if shelf, id, i := s.findItem(network, r.ID); shelf != nil {
		shelf.Items = slices.Delete(shelf.Items, i, i+1)
		s.put(care.KindShelf, id, shelf)
	}
	s.put(care.KindShelf, network, now)
	s.shelfChanged(network, now)
}

// clearPages replaces what staff have before them of an item.
func (s *step) clearPages(shelf *care.Shelf, item string) {
	shelf.Shown = slices.DeleteFunc(shelf.Shown, func(p care.Page) bool {
		if p.Item != item {
			return false
		}
		s.say(Message{Person: p.Contact, Lane: Reply, Key: locales.TakenGone, Edit: p.Message, Gone: true, Silent: true,
			Buttons: [][]Button{row(s.shelfButton(shelf.Network, "list"))}, Guard: Guard{Purpose: PurposeReply}})
		for n := range p.More {
			s.say(Message{Person: p.Contact, Lane: Reply, Key: locales.TakenGone, Slot: pageSlot(item) + "+" + strconv.Itoa(n+1), Gone: true, Silent: true,
				Guard: Guard{Purpose: PurposeReply}})
		}
		return true
	})
}
