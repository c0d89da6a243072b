package care

import "time"

// Plan is a check-in plan that one member has agreed to, or is asked to.
type Plan struct {
	ID       string    `json:"id"`
	Network  string    `json:"n"`
	Member   string    `json:"m"`
	Question string    `json:"q"`            // in the words it was agreed in
	Own      bool      `json:"ow,omitempty"` // typed by somebody, not from the library: kept off lock screens
	Weekday  int       `json:"d"`            // time.Weekday, or -1 for every day
	Clock    string    `json:"t"`            // 15:04 in the member's zone
	By       string    `json:"b"`            // who proposed it
	Agreed   bool      `json:"g"`            // only the member's own yes sets it
	Ended    bool      `json:"e"`            // ended by either side; never starts again
	Paused   time.Time `json:"p,omitzero"`   // nothing is asked before
	Open     string    `json:"o,omitempty"`  // the check-in that answers belong to
	At       time.Time `json:"at"`
}

// CheckIn is one question asked on one day, with what came back.
type CheckIn struct {
	ID       string    `json:"id"`
	Plan     string    `json:"p"` // empty: asked about Meeting
	Network  string    `json:"n"`
	Member   string    `json:"m"`
	Question string    `json:"q"`
	Asked    time.Time `json:"a"`
	Skipped  bool      `json:"s,omitempty"`
	Words    []Words   `json:"w,omitempty"`
	Meeting  string    `json:"mt,omitempty"` // asked once, about this meeting; then there is no Plan
}

// Words is something a person wrote or sent, verbatim (rule 4). A store seals
// it once more under its author's own key.
type Words struct {
	Author string    `json:"a"`
	Text   string    `json:"x,omitempty"`
	Media  Media     `json:"m,omitzero"`
	At     time.Time `json:"t"`
}

// Media is a voice message, picture or the like. It stays with Telegram; we
// keep its file id and the message that it came in, to pass it on to those who
// may see it.
type Media struct {
	Kind    MediaKind `json:"k,omitempty"`
	File    string    `json:"f,omitempty"`
	Chat    int64     `json:"c,omitempty"`
	Message int       `json:"m,omitempty"`
}

// MediaKind says what was sent when it was not text.
type MediaKind string

// What people send besides text.
const (
	Voice     MediaKind = "voice"
	Photo     MediaKind = "photo"
	VideoNote MediaKind = "video_note"
	Video     MediaKind = "video"
	Sticker   MediaKind = "sticker"
	Location  MediaKind = "location"
	File      MediaKind = "file"
	Other     MediaKind = "other"
)

// Note is one thing that somebody wrote to the team outside any question.
type Note struct {
	ID      string  `json:"id"`
	Network string  `json:"n,omitempty"`
	Author  string  `json:"a"`
	Words   []Words `json:"w"`
}

// Shelf lists what a network has put before its team, newest last.
type Shelf struct {
	Network string `json:"n"`
	Items   []Item `json:"i,omitempty"`
}

// Item points at a note or a check-in on a shelf.
type Item struct {
	Kind   Kind      `json:"k"`
	ID     string    `json:"id"`
	At     time.Time `json:"t"`
	Soon   bool      `json:"s,omitempty"` // sounded as if it could not wait, and nobody has read it yet
	SeenBy []string  `json:"v,omitempty"` // contacts of the team who have read it
}

// ShelfSize is how many items one shelf shows; older ones stay in the records.
const ShelfSize = 200

// Put adds an item, dropping the oldest beyond ShelfSize. Further words of an
// item that stands already bring it to the front, unread. It reports whether
// the item is newly to be read soon.
func (s *Shelf) Put(i Item) (soon bool) {
	soon = i.Soon
	for k, old := range s.Items {
		if old.Kind == i.Kind && old.ID == i.ID {
			soon = i.Soon && !old.Soon
			i.Soon = i.Soon || old.Soon
			s.Items = append(s.Items[:k], s.Items[k+1:]...)
			break
		}
	}
	s.Items = append(s.Items, i)
	if extra := len(s.Items) - ShelfSize; extra > 0 {
		s.Items = s.Items[extra:]
	}
	return soon
}
