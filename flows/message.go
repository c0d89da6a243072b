package flows

import (
	"cmp"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Lane is the order in which rows of the outbox leave.
type Lane int

// The lanes of the outbox. Urgent is for cards and crisis lines; a reply is an
// answer to what somebody just did; everything else is bulk.
const (
	Urgent Lane = iota
	Reply
	Bulk
)

// String names the lane.
func (l Lane) String() string { return [...]string{"urgent", "reply", "bulk"}[l] }

// Message is one row of the outbox: what to say, to whom, and under which
// conditions it may still be said when its turn comes. It holds keys and
// arguments, not sentences: the text is made at the moment of sending, in the
// reader's language.
type Message struct {
	Chat   int64       `json:"c"`
	Person string      `json:"p,omitempty"` // contact; empty: somebody who has not joined
	Lane   Lane        `json:"l"`
	Key    locales.Key `json:"k,omitempty"`
	Args   Args        `json:"a,omitempty"`
	Lines  []Line      `json:"n,omitempty"` // further paragraphs under the first

	Buttons  [][]Button   `json:"b,omitempty"`  // inline, row by row
	Keyboard bool         `json:"kb,omitempty"` // show the reply keyboard with the help button
	Give     []Giving     `json:"gi,omitempty"` // with or without Keyboard: keys that send these, at one tap
	Bare     bool         `json:"br,omitempty"` // take the reply keyboard away
	Slot     string       `json:"s,omitempty"`  // a card: sent once, from then on edited in place
	Replace  bool         `json:"rp,omitempty"` // with Fresh: the card before it is taken away
	Fresh    bool         `json:"f,omitempty"`  // send the card anew even if it stands already
	Edit     int          `json:"e,omitempty"`  // edit this Telegram message; 0: none
	Answer   string       `json:"t,omitempty"`  // answer this tap; with no Key: silently
	ReplyTo  int          `json:"rt,omitempty"` // in a group: show it as an answer to this message, while that is there
	File     *File        `json:"d,omitempty"`  // a document to send with the text as caption
	QR       string       `json:"qr,omitempty"` // a link to send as a QR picture, with the text as caption
	Calendar *Appointment `json:"ic,omitempty"` // a calendar file to send, with the text as caption
	Caption  bool         `json:"ct,omitempty"` // with Edit: the message to edit has a document or picture; its text is a caption
	Chart    *Chart       `json:"cs,omitempty"` // a measure to send as a picture, with the text as caption
	Map      *Map         `json:"mp,omitempty"` // a map of company to send as a picture, with the text as caption
	Data     DataForm     `json:"da,omitempty"` // everything held about Person, made at the moment of sending and sent as a document
	Delete   []int        `json:"dl,omitempty"` // first take these messages of the chat away, where Telegram still allows it
	Gone     bool         `json:"go,omitempty"` // with Slot: take the card away; where Telegram refuses, the text stands in its place. With Edit: the text stands there, and where nothing is nothing is said
	Copy     *Copy        `json:"cp,omitempty"` // pass on a message as it was written, instead of a text
	Channel  string       `json:"ch,omitempty"` // leave by this channel of the team file instead of Telegram
	Silent   bool         `json:"q,omitempty"`  // no sound
	Protect  bool         `json:"x,omitempty"`  // no forwarding

	Language string `json:"lg,omitempty"` // for somebody who has not joined
	Zone     string `json:"z,omitempty"`  // IANA zone in which times are shown
	Guard    Guard  `json:"g"`
	Why      Reason `json:"w"` // the decision's reason, for operators and the sandbox
}

// Owner: a document that is made for somebody is theirs.
func (m Message) Owner() string { return m.Person }

// Line is one more paragraph: a key with its arguments.
type Line struct {
	Key     locales.Key `json:"k"`
	Args    Args        `json:"a,omitempty"`
	Tight   bool        `json:"t,omitempty"` // on the next line, without an empty one between
	Meeting string      `json:"m,omitempty"` // said only while this meeting stands as it was at Seq
	Seq     int         `json:"q,omitempty"`
	Remind  bool        `json:"r,omitempty"` // with Meeting: said only before it begins, and not to somebody who cannot come
	Late    string      `json:"v,omitempty"` // said only while the reader looks for the volunteer of this visit
}

// Button is an inline button; Label says what happens.
type Button struct {
	Label locales.Key `json:"k"`
	Args  Args        `json:"a,omitempty"`
	Data  string      `json:"d,omitempty"` // at most 64 bytes
	URL   string      `json:"u,omitempty"`
	Style string      `json:"s,omitempty"` // "", "primary", "success", "danger"
}

// File is a document made by us.
type File struct {
	Name string `json:"n"`
	Type string `json:"t"` // MIME
	Body []byte `json:"b" own:"words"`
}

// DataForm is how what is held about somebody is written down.
type DataForm string

// The forms of /mydata.
const (
	DataPage DataForm = "page" // to read, in the reader's language
	DataJSON DataForm = "json" // for other machines
)

// Appointment is what a calendar file says. It names nobody and gives no reason, since
// calendars are shared and shown on lock screens (rule 12).
type Appointment struct {
	UID       string    `json:"u"` // the same for every version of one meeting
	Seq       int       `json:"q"` // raised by every change (SEQUENCE of RFC 5545)
	Day       string    `json:"d"` // 2006-01-02
	Clock     string    `json:"t"` // 15:04
	Zone      string    `json:"z"` // IANA
	Minutes   int       `json:"l"`
	Place     string    `json:"p,omitempty"`
	Link      string    `json:"k,omitempty"` // video meeting
	Cancelled bool      `json:"x,omitempty"`
	At        time.Time `json:"at"` // when it became so (DTSTAMP)
}

// Chart is a measure as a picture. It bears no name of a person.
type Chart struct {
	Name   string       `json:"n" own:"words"` // as its member named it
	Points []care.Point `json:"p"`             // oldest first
	Zone   string       `json:"z"`             // IANA: where a day ends
	Dark   bool         `json:"d,omitempty"`
	By     string       `json:"b"`  // contact whose measure it is
	Days   int          `json:"dy"` // how many days it shows
	Until  string       `json:"u"`  // 2006-01-02, the last of them
}

// Owner is whose measure it is.
func (c Chart) Owner() string { return c.By }

// Map is a person's map of company as a picture. It names nobody but those whom
// they put on it, and is drawn when it is sent.
type Map struct {
	Friends []care.Friend `json:"f"` // in the order of their numbers
	Dark    bool          `json:"d,omitempty"`
	By      string        `json:"b"` // contact whose map it is
}

// Owner is whose map it is.
func (m Map) Owner() string { return m.By }

// Copy names a message that somebody wrote to us, kept by Telegram.
type Copy struct {
	Chat    int64 `json:"c"`
	Message int   `json:"m"`
}

// Args fill the placeholders of a key, by name.
type Args map[string]Arg

// Arg is one value. One field is set, and what belongs to it; the renderer escapes them all.
type Arg struct {
	Text   string      `json:"t,omitempty" own:"words"` // a name or the like, shown literally
	Words  string      `json:"w,omitempty" own:"words"` // what somebody wrote: verbatim, behind a spoiler
	Open   string      `json:"o,omitempty" own:"words"` // what somebody wrote: verbatim, in the open
	Key    locales.Key `json:"k,omitempty"`             // another text, without arguments
	Day    string      `json:"d,omitempty"`             // 2006-01-02, shown as weekday and date
	Link   string      `json:"u,omitempty"`             // an address to tap
	When   *time.Time  `json:"i,omitempty"`             // an instant, shown in the reader's zone
	Zone   string      `json:"z,omitempty"`             // with When: the zone to show it in instead
	Near   *time.Time  `json:"ne,omitempty"`            // with When: by the clock alone, when both are on one day
	Count  *int        `json:"n,omitempty"`             // a number; under the name Count it chooses the plural
	List   []Line      `json:"l,omitempty"`             // several texts, one a line
	Inline bool        `json:"ln,omitempty"`            // with List: in one line, separated by commas
	Who    string      `json:"wh,omitempty"`            // with Text: the contact whose name it is; unsaid once they have died
	Circle string      `json:"ci,omitempty"`            // with Text: the circle that is called so; unsaid once its person is erased
	By     string      `json:"by,omitempty"`            // with Words or Open: the contact whose words they are
	Crisis string      `json:"cr,omitempty"`            // the crisis lines of a country (ISO 3166), one a line
}

// Owner is whose words or name it is.
func (a Arg) Owner() string { return cmp.Or(a.By, a.Who) }

// The purposes of a Guard besides care's five.
const (
	PurposeReply  care.Purpose = "reply"  // an answer to what this person just did: always allowed
	PurposeNotice care.Purpose = "notice" // concerns them directly: unless they said /stop
	PurposeDuty   care.Purpose = "duty"   // to staff, because of their role: knows no quiet hours
	PurposeLines  care.Purpose = "lines"  // crisis lines and the truth to somebody who asked for help
)

// Guard is what must be true at the moment of sending (I4, I5, I6, rule 16).
// Empty fields demand nothing.
type Guard struct {
	Purpose care.Purpose `json:"p"`
	Asked   bool         `json:"k,omitempty"` // with PurposeDuty: it answers its reader, who may have stopped
	Network string       `json:"n,omitempty"` // the reader must belong to it and not be muted
	Meeting string       `json:"m,omitempty"` // the meeting must stand as it was at Seq
	Seq     int          `json:"q,omitempty"`
	Remind  bool         `json:"r,omitempty"`  // with Meeting: the reader must not have said that they cannot come
	Plan    string       `json:"pl,omitempty"` // the plan must run
	Alert   string       `json:"a,omitempty"`  // whose delivery failure goes to the alert's chain
	Untaken string       `json:"ut,omitempty"` // said because nobody has this alert, and only while nobody has
	Note    string       `json:"no,omitempty"` // with an answer of the team: whoever wrote it hears when it fails
	Visit   string       `json:"vi,omitempty"` // the reader must have the part As in this visit, as it stands at Seq; whose delivery failure goes to the visit
	As      VisitPart    `json:"as,omitempty"`
	Relay   string       `json:"ry,omitempty"` // with words that go across in the relay of this alert: whoever wrote them hears when it fails
	Before  time.Time    `json:"b,omitzero"`   // never after
	Quiet   bool         `json:"u,omitempty"`  // keep quiet hours
	Start   time.Time    `json:"st,omitzero"`  // with Quiet: of what begins before they end; it is said in them then, without sound
	Whole   bool         `json:"w,omitempty"`  // not said at all when words or a name in it were destroyed since
	Ended   bool         `json:"e,omitempty"`  // said because the network is closed or still, and only while it is
	Shared  *care.Ref    `json:"sh,omitempty"` // its author, who must still belong and agree, must still show it to the reader
}

// Row is a message in the outbox, claimed by a sender.
type Row struct {
	ID      string
	Seq     int64 // rises with every row committed: newer cards win over older ones
	Tries   int   // how often it was handed to Telegram without an answer
	At      time.Time
	Known   int    // Telegram's id of the message that stands in the slot, 0: none
	Stale   bool   // a newer version of this card has been shown already
	Erased  bool   // words in it were destroyed since it was written: they are empty
	Broken  bool   // could not be opened: it can only be given up
	Claim   string // the store's proof that this sender holds the row
	Message Message
}
