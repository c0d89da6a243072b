package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func seenSlot(item string) string { return "seen:" + item }

// seen remembers who of the team has read an item; from then on it waits for
// nobody. Its author is told quietly, on one card.
func (s *step) seen(network string, item care.Item, author string) {
	shelf, id, i := s.findItem(network, item.ID)
	if shelf == nil {
		return
	}
	it := &shelf.Items[i]
	known := slices.Contains(it.SeenBy, s.me.ID)
	if known && it.Unread.IsZero() {
		return
	}
	it.Soon, it.Since, it.Told = false, time.Time{}, false
	it.Unread, it.Rung = time.Time{}, 0
	s.put(care.KindShelf, id, shelf)
	s.cancel(soonTimer(network, item.ID))
	if !known {
		it.SeenBy = append(it.SeenBy, s.me.ID)
		s.audit("contact:"+author, "words.seen", item.ID)
		s.sayRead(network, *it, author)
	}
	s.shelfChanged(network, s.shelf(network))
}

// sayRead tells an author who has read what they wrote: without a sound, on a
// card that is edited when another reads it too.
func (s *step) sayRead(network string, item care.Item, author string) {
	if slices.Contains(item.SeenBy, author) {
		return // one of the team, who has opened their own words
	}
	_, _, said := s.said(item)
	s.say(Message{Person: author, Lane: Bulk, Key: locales.InboxHasRead, Slot: seenSlot(item.ID), Silent: true,
		Args:  Args{"Names": s.names(item.SeenBy), "Count": count(len(item.SeenBy)), "When": when(said[len(said)-1].At)},
		Guard: Guard{Purpose: PurposeNotice, Network: network, Quiet: true}})
}

// seenBy are the contacts of the team who have read something of a circle's
// shelf, in the order in which they read it.
func (s *step) seenBy(network, item string) []string {
	shelf, _, i := s.findItem(network, item)
	if shelf == nil {
		return nil
	}
	return shelf.Items[i].SeenBy
}
