package care

import "time"

// Plan is a check-in plan that one member has agreed to, or is asked to.
type Plan struct {
	ID       string    `json:"id"`
	Network  string    `json:"n"`
	Member   string    `json:"m"`
	Question string    `json:"q,omitempty" own:"words"` // as plans kept it that have one question; see Asks
	Own      bool      `json:"ow,omitempty"`            // Question was typed by somebody, not from the library
	Weekday  int       `json:"d"`                       // time.Weekday, or -1 for every day; see OnDays
	Clock    string    `json:"t"`                       // 15:04 in the member's zone
	By       string    `json:"b"`                       // who proposed it
	Agreed   bool      `json:"g"`                       // only the member's own yes sets it
	Ended    bool      `json:"e"`                       // ended by either side; never starts again
	Paused   time.Time `json:"p,omitzero"`              // nothing is asked before
	Open     string    `json:"o,omitempty"`             // the check-in that answers belong to
	At       time.Time `json:"at"`

	Questions []Question     `json:"qs,omitempty"` // one to three, asked together; empty: Question alone
	Days      []time.Weekday `json:"ds,omitempty"` // on several days of the week; empty: Weekday
	After     int            `json:"af,omitempty"` // instead of days of the week: so many days after each meeting
	From      string         `json:"fr,omitempty"` // 2006-01-02, the first day; empty: from the yes on
	Until     string         `json:"un,omitempty"` // 2006-01-02, the last day; empty: until it is ended
	ToMeeting bool           `json:"tm,omitempty"` // paused until the next meeting is over
	Silence   *Silence       `json:"si,omitempty"` // what the member wants done when they do not answer
	Rev       int            `json:"r,omitempty"`  // raised by every change: older proposals are stale
	Replaces  string         `json:"rp,omitempty"` // a proposal to change this plan, which goes on until the yes
	Met       string         `json:"mt,omitempty"` // the circle's meeting that ended last and to which the member was invited
}

// Question is one open question, in the words it was agreed in.
type Question struct {
	Text string `json:"q" own:"words"`
	Own  bool   `json:"o,omitempty"` // typed by somebody, not from the library: kept off lock screens
	By   string `json:"b,omitempty"` // with Own: whose words they are
}

// Owner is whose words the question is.
func (q Question) Owner() string { return q.By }

// Asks are the plan's questions.
func (p *Plan) Asks() []Question {
	if len(p.Questions) > 0 {
		return p.Questions
	}
	return []Question{{Text: p.Question, Own: p.Own}}
}

// OnDays are the days of the week on which the plan asks; none: every day.
func (p *Plan) OnDays() []time.Weekday {
	switch {
	case len(p.Days) > 0:
		return p.Days
	case p.Weekday >= 0:
		return []time.Weekday{time.Weekday(p.Weekday)}
	}
	return nil
}

// QuestionsMost is how many questions one plan asks.
const QuestionsMost = 3

// Silence is what a member asked for themselves: if they have not answered for
// so many days, this should be done, in their own words (rule 7).
type Silence struct {
	Days int       `json:"d"`
	Do   Words     `json:"w"`
	At   time.Time `json:"t"`           // when they agreed to it
	Told time.Time `json:"to,omitzero"` // when the team was last told that it is so
	From time.Time `json:"f,omitzero"`  // when the first question was asked that has no answer yet
}

// CheckIn is one question asked on one day, with what came back.
type CheckIn struct {
	ID        string     `json:"id"`
	Plan      string     `json:"p"` // empty: asked about Meeting
	Network   string     `json:"n"`
	Member    string     `json:"m"`
	Question  string     `json:"q" own:"words"` // the first; see Asks
	Asked     time.Time  `json:"a"`
	Skipped   bool       `json:"s,omitempty"`
	Words     []Words    `json:"w,omitempty"`
	Meeting   string     `json:"mt,omitempty"` // asked once, about this meeting; then there is no Plan
	Visit     string     `json:"vi,omitempty"` // asked once, about this visit; then there is no Plan
	Questions []Question `json:"qs,omitempty"` // all of them, when there are several
	Later     time.Time  `json:"lt,omitzero"`  // "not now": asked again then
	Share     Share      `json:"sh,omitzero"`
}

// Asks are the questions that were asked together.
func (in CheckIn) Asks() []Question {
	if len(in.Questions) > 0 {
		return in.Questions
	}
	return []Question{{Text: in.Question}}
}

// Owner is whose answer it is.
func (in CheckIn) Owner() string { return in.Member }

// Audience says who may see something that somebody wrote.
type Audience string

// Who may see an answer. The first is the default of rule 3.
const (
	OnlyTeam    Audience = ""
	OnlyMe      Audience = "me"
	ThesePeople Audience = "these"
	WholeCircle Audience = "circle"
)

// Share is its author's choice of who may see one thing, besides the author
// (rule 3). The team sees it unless it is OnlyMe.
type Share struct {
	Audience Audience  `json:"a,omitempty"`
	People   []string  `json:"p,omitempty"`  // contact ids with whom it is shared: those chosen, or who was in the circle then
	At       time.Time `json:"t,omitzero"`   // when it was chosen; zero: never asked
	Sent     []string  `json:"s,omitempty"`  // contact ids to whom it was sent: they have it in their chat
	Thanked  []string  `json:"th,omitempty"` // of those, who said thank you
	Talk     []string  `json:"tk,omitempty"` // and who would like to talk about it at the meeting
}

// Words is something a person wrote or sent, verbatim (rule 4). A store seals
// it once more under its author's own key.
type Words struct {
	Author  string    `json:"a"`
	Text    string    `json:"x,omitempty" own:"words"`
	Media   Media     `json:"m,omitzero"`
	At      time.Time `json:"t"`
	Chat    int64     `json:"c,omitempty"` // where it was written, to take it away there
	Message int       `json:"n,omitempty"` // Telegram's id of it
	Edited  time.Time `json:"e,omitzero"`  // when its author last changed it
}

// Owner is whose words they are.
func (w Words) Owner() string { return w.Author }

// Media is a voice message, picture or the like. It stays with Telegram; we
// keep its file id and the message that it came in, to pass it on to those who
// may see it.
type Media struct {
	Kind    MediaKind `json:"k,omitempty"`
	File    string    `json:"f,omitempty" own:"words"`
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

// Note is one thing that somebody wrote to the team outside any question, or
// what somebody of the team answered through the companion.
type Note struct {
	ID      string  `json:"id"`
	Network string  `json:"n,omitempty"`
	Author  string  `json:"a"`
	Words   []Words `json:"w"`
	Share   Share   `json:"sh,omitzero"`
	To      string  `json:"to,omitempty"` // an answer of the team: the contact whom it answers
	Re      *Ref    `json:"re,omitempty"` // with To: what it answers
}

// Owner is whose words they are.
func (n Note) Owner() string { return n.Author }

// Ref points at something that somebody wrote.
type Ref struct {
	Kind Kind      `json:"k"`
	ID   string    `json:"id"`
	Part string    `json:"p,omitempty"` // in a meeting: the topic
	At   time.Time `json:"t,omitzero"`
}

// Mine lists everything that one person wrote, newest last, so that they can
// read it, delete it, take it with them and have it erased.
type Mine struct {
	Contact string `json:"c"`
	Items   []Ref  `json:"i,omitempty"`
	Pages   int    `json:"pg,omitempty"` // full pages before this one; the n-th is kept as "<contact>.<n>", from 0
}

// MinePage is how many things one page of Mine holds.
const MinePage = 200

// Has reports whether the page lists a thing.
func (m *Mine) Has(r Ref) bool {
	for _, i := range m.Items {
		if i.Kind == r.Kind && i.ID == r.ID && i.Part == r.Part {
			return true
		}
	}
	return false
}

// Measure is something that a member watches for themselves, from 0 to 10 and
// under a name of their own: "how I slept".
type Measure struct {
	ID     string    `json:"id"`
	Member string    `json:"m"`
	Name   string    `json:"n" own:"words"`
	Clock  string    `json:"c,omitempty"` // 15:04 in their zone: asked each day then; empty: they write when they like
	Points []Point   `json:"p,omitempty"` // oldest first
	Share  Share     `json:"sh,omitzero"` // default: nobody but them
	Began  time.Time `json:"at"`
	Ended  time.Time `json:"e,omitzero"`
	Asked  time.Time `json:"as,omitzero"` // when it was last asked and not yet answered
	Rev    int       `json:"r,omitempty"`
}

// Owner is whose measure it is.
func (m Measure) Owner() string { return m.Member }

// Point is one value of a measure.
type Point struct {
	At      time.Time `json:"t"`
	Value   int       `json:"v"`            // 0 to 10
	Message int       `json:"mi,omitempty"` // the message in which it was typed; 0: it was tapped
}
