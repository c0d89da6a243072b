package care

import (
	"slices"
	"time"
)

// Shelf lists what a network has put before its team, newest last.
type Shelf struct {
	Network string `json:"n"`
	Items   []Item `json:"i,omitempty"`
	Pages   int    `json:"pg,omitempty"` // full pages before this one; the n-th is kept as "<network>.<n>", from 0
	Shown   []Page `json:"sh,omitempty"` // messages in which staff read an item now, newest last
	Cards   []Card `json:"cd,omitempty"` // the cards that say how much is unread, one a reader
}

// Page is a message in which somebody has an item before them.
type Page struct {
	Contact string `json:"c"`
	Message int    `json:"m"`
	Item    string `json:"i"`
	More    int    `json:"mo,omitempty"` // how many messages follow it, when the words do not fit one
}

// PagesShown is how many of them are remembered.
const PagesShown = 200

// Card is the message by which one reader heard last what waits on a shelf. It
// is forgotten as soon as they read in it.
type Card struct {
	Contact string `json:"c"`
	Read    bool   `json:"r,omitempty"` // it says that nothing waits any more
}

// Item points at a note or a check-in on a shelf.
type Item struct {
	Kind    Kind      `json:"k"`
	ID      string    `json:"id"`
	At      time.Time `json:"t"`
	Soon    bool      `json:"s,omitempty"`  // sounded as if it could not wait, and nobody has read it yet
	SeenBy  []string  `json:"v,omitempty"`  // contacts of the team who have read it
	Unread  time.Time `json:"u,omitzero"`   // since when words of it wait that nobody has read
	Rung    int       `json:"rg,omitempty"` // how many times the team was reminded of them with a sound
	Brought string    `json:"br,omitempty"` // the meeting to which somebody of the team brings it
	Replies []string  `json:"rp,omitempty"` // notes by which the team answered it, oldest first
	Since   time.Time `json:"si,omitzero"`  // since when it sounds as if it could not wait
	Told    bool      `json:"tl,omitempty"` // the team was told, with a sound, that it waits
}

// SoonSince is since when an item sounds as if it could not wait.
func (i Item) SoonSince() time.Time {
	if i.Since.IsZero() { // kept before this was written down
		return i.At
	}
	return i.Since
}

// ShelfSize is how many items stand on a shelf before the older half of those
// that were read is put away as a page.
const ShelfSize = 200

// Put adds an item, unread. Further words of an item that stands already bring
// it to the front, and nobody has read them yet. It reports whether the item is
// newly to be read soon.
func (s *Shelf) Put(i Item) (soon bool) {
	soon = i.Soon
	if i.Unread.IsZero() {
		i.Unread = i.At
	}
	if i.Soon && i.Since.IsZero() {
		i.Since = i.At
	}
	if k := s.Index(i.ID); k >= 0 {
		old := s.Items[k]
		soon = i.Soon && !old.Soon
		if old.Soon { // the team's time is counted from the first such words
			i.Since, i.Told = old.SoonSince(), old.Told
		}
		i.Soon = i.Soon || old.Soon
		i.Brought, i.Replies = old.Brought, old.Replies
		if !old.Unread.IsZero() {
			i.Unread, i.Rung = old.Unread, old.Rung
		}
		s.Items = slices.Delete(s.Items, k, k+1)
	}
	s.Items = append(s.Items, i)
	return soon
}

// Index is where an item stands, -1 when it does not.
func (s *Shelf) Index(item string) int {
	return slices.IndexFunc(s.Items, func(i Item) bool { return i.ID == item })
}

// PutAway takes the oldest half of a full shelf off it, to be kept as a page.
// What nobody has read stays, however old it is: it must not be forgotten.
func (s *Shelf) PutAway() (page []Item) {
	if len(s.Items) <= ShelfSize {
		return nil
	}
	var kept []Item
	for _, i := range s.Items {
		if i.Unread.IsZero() && !i.Soon && len(page) < ShelfSize/2 {
			page = append(page, i)
		} else {
			kept = append(kept, i)
		}
	}
	if len(page) < ShelfSize/2 {
		return nil
	}
	s.Items = kept
	return page
}

// Unread is how many items wait to be read, and since when the oldest does.
func (s *Shelf) Unread() (n int, since time.Time) {
	for _, i := range s.Items {
		if i.Unread.IsZero() {
			continue
		}
		n++
		if since.IsZero() || i.Unread.Before(since) {
			since = i.Unread
		}
	}
	return n, since
}
