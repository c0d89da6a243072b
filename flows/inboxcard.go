package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Each reader has one card a circle that says how much waits. It is edited in
// place while they leave it unread, so that forty messages in a row make one
// card and not forty.

// inboxNews is what a card says.
type inboxNews struct {
	key, alone locales.Key // of a circle; of people without one, when that differs
	loud       bool        // a reminder: sent anew, with a sound
	quiet      bool        // with loud: but not at night
}

func inboxSlot(network string) string { return "inbox:" + network }

// tellReaders draws the cards of everybody who reads a shelf.
func (s *step) tellReaders(network string, shelf *care.Shelf, news inboxNews) {
	readers := s.readersOf(network)
	shelf.Cards = slices.DeleteFunc(shelf.Cards, func(c care.Card) bool { return !slices.Contains(readers, c.Contact) })
	for _, id := range readers {
		if s.me != nil && id == s.me.ID {
			continue
		}
		m := s.inboxCard(network, shelf, news)
		stands := slices.IndexFunc(shelf.Cards, func(c care.Card) bool { return c.Contact == id })
		m.Person, m.Guard = id, s.readerGuard(network, id, !news.loud || news.quiet)
		m.Fresh = news.loud || stands < 0 || shelf.Cards[stands].Read
		m.Replace = m.Fresh && stands >= 0
		if stands >= 0 {
			shelf.Cards[stands].Read = false
		} else {
			shelf.Cards = append(shelf.Cards, care.Card{Contact: id})
		}
		s.say(m)
	}
	s.put(care.KindShelf, network, shelf)
}

func (s *step) inboxCard(network string, shelf *care.Shelf, news inboxNews) Message {
	n, since := shelf.Unread()
	m := Message{Lane: Bulk, Key: news.key, Args: Args{"Count": count(n), "When": when(since)}, Slot: inboxSlot(network), Silent: !news.loud,
		Buttons: [][]Button{row(Button{Label: locales.InboxOpen, Data: data("inbox", inboxID(network), 0, "card")})}}
	if news.loud {
		m.Lane = Reply
	}
	if c := s.network(network); c != nil {
		m.Args["Circle"] = text(c.Called)
	} else if news.alone != "" {
		m.Key = news.alone
	}
	return m
}

// cardsRead says on the cards that still promise something that nothing waits
// any more.
func (s *step) cardsRead(network string, shelf *care.Shelf) {
	for i, c := range shelf.Cards {
		if c.Read || s.place(s.network(network), c.Contact) == nil && network != "" {
			continue
		}
		m := s.inboxCard(network, shelf, inboxNews{key: locales.InboxAllRead, alone: locales.InboxAllReadAlone})
		m.Person, m.Guard, m.Buttons = c.Contact, s.readerGuard(network, c.Contact, true), nil
		shelf.Cards[i].Read = true
		s.say(m)
	}
}

// cardUsed: somebody reads in the message that was their card; the next news
// comes in another.
func (s *step) cardUsed(network string) {
	shelf := s.shelf(network)
	i := slices.IndexFunc(shelf.Cards, func(c care.Card) bool { return c.Contact == s.me.ID })
	if i < 0 {
		return
	}
	shelf.Cards = slices.Delete(shelf.Cards, i, i+1)
	s.put(care.KindShelf, network, shelf)
}

// shelfChanged brings a shelf's clock and cards up to date after something was
// read, or taken away.
func (s *step) shelfChanged(network string, shelf *care.Shelf) {
	s.unreadClock(network, shelf)
	if n, _ := shelf.Unread(); n == 0 {
		s.cardsRead(network, shelf)
	}
}
