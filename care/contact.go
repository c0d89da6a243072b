package care

import (
	"slices"
	"time"
)

// Account ties a Telegram chat to a contact. A lost account is replaced by
// pointing a new chat at the same contact. Somebody who wrote without ever
// having joined has an account without a contact once they asked for help.
type Account struct {
	Chat    int64  `json:"c"`
	Contact string `json:"p,omitempty"`
	Alert   string `json:"a,omitempty"` // their own open alert: what they write joins it

	Language string `json:"l,omitempty"` // without a contact: the language of theirs that we have, while an alert is open
}

// StaffLink ties a staff id of the team file to the contact who joined as it.
type StaffLink struct {
	Staff   string `json:"s"`
	Contact string `json:"p"`
}

// Contact is one human being as the companion knows them.
type Contact struct {
	ID        string              `json:"id"`
	Chat      int64               `json:"c"`             // Telegram private chat, 0 when none
	Name      string              `json:"n" own:"words"` // first name as Telegram or they gave it
	Language  string              `json:"l,omitempty"`   // BCP 47 code chosen or sent by Telegram
	Zone      string              `json:"z,omitempty"`   // IANA zone chosen by them; empty: the team's
	Staff     string              `json:"s,omitempty"`   // id in the team file; empty: not staff
	Networks  []string            `json:"nw,omitempty"`
	Consents  map[Purpose]Consent `json:"co,omitempty"` // what stands now
	History   []Consent           `json:"h,omitempty"`  // every grant and withdrawal, oldest first
	Asked     Purpose             `json:"q,omitempty"`  // the permission question that is open
	Stopped   bool                `json:"st,omitempty"` // said /stop
	Blocked   bool                `json:"b,omitempty"`  // blocked the bot, as far as Telegram told us
	Menu      int                 `json:"m,omitempty"`  // revision of the newest menu shown: older buttons are stale
	Draft     *Draft              `json:"d,omitempty"`  // what the next taps or words belong to
	Said      string              `json:"sd,omitempty"` // the newest note: what follows soon joins it
	PassedAt  time.Time           `json:"pat,omitzero"` // when further words were last answered with a short word
	SaidAt    time.Time           `json:"sa,omitzero"`  // when they last wrote into it
	CheckIn   string              `json:"ci,omitempty"` // the open question that their words answer
	Holds     string              `json:"ho,omitempty"` // the alert that they took last and have not finished
	HoldsToo  []string            `json:"ht,omitempty"` // those that they took before and have not finished either
	Offsets   []Offset            `json:"of,omitempty"` // when they want to be reminded, longest first
	OwnTimes  bool                `json:"ot,omitempty"` // Offsets are theirs, even when there are none; else the team's
	Reminded  time.Time           `json:"rm,omitzero"`  // every reminder due up to here has gone out
	Died      time.Time           `json:"di,omitzero"`  // nothing is said to them or about them any more
	Doubted   time.Time           `json:"db,omitzero"`  // the team last heard that their account writes all the same
	Prefer    map[string]Share    `json:"pf,omitempty"` // by network: who may see their next answer, as they chose last
	Measures  []string            `json:"ms,omitempty"` // measures of their own that go on
	Digest    bool                `json:"dg,omitempty"` // the newest message with what waits in the inbox stands as it was sent
	Replied   string              `json:"rl,omitempty"` // what somebody of the team answered them last: their next words belong to it
	Given     time.Time           `json:"gv,omitzero"`  // when everything held was last sent to them
	Forgets   time.Time           `json:"fo,omitzero"`  // when they asked for /forget and have not confirmed it
	Wake      []string            `json:"wk,omitempty"` // channels of their own by which they want to be woken, with the first card
	Visits    []string            `json:"vi,omitempty"` // visits that are not over in which they have a part, oldest first
	Unwatched bool                `json:"uw,omitempty"` // was told last that no machine reads anybody's words for danger
	Relays    string              `json:"ry,omitempty"` // staff: the alert in whose relay their words go to the sender
}

// Owner: what is known of a person is theirs.
func (c Contact) Owner() string { return c.ID }

// Draft is something begun and not yet finished in one chat: a meeting being
// planned, a question being worded. It holds choices, never a history.
type Draft struct {
	What    string    `json:"w"`
	Network string    `json:"n,omitempty"`
	Meeting string    `json:"m,omitempty"`
	Alert   string    `json:"a,omitempty"`
	Member  string    `json:"p,omitempty"`
	Day     string    `json:"d,omitempty"` // 2006-01-02
	Clock   string    `json:"t,omitempty"` // 15:04
	Length  int       `json:"l,omitempty"` // minutes
	Place   string    `json:"pl,omitempty" own:"words"`
	Staff   []string  `json:"s,omitempty"` // contact ids of practitioners
	Text    string    `json:"x,omitempty" own:"words"`
	Typed   bool      `json:"ty,omitempty"` // Text was typed by somebody
	Weekday int       `json:"wd,omitempty"` // 1 to 7 from Monday, 0: every day
	Kind    PlaceKind `json:"pk,omitempty"` // of Place
	Spot    *Spot     `json:"sp,omitempty"`
	Invited []string  `json:"i,omitempty"`             // contact ids; empty: everybody
	Every   int       `json:"ev,omitempty"`            // weeks between two meetings, 0: once
	Except  []string  `json:"ex,omitempty"`            // days on which a recurring meeting does not take place
	Seq     int       `json:"q,omitempty"`             // the meeting's, when the draft was begun
	Absent  string    `json:"ab,omitempty"`            // a member without Telegram
	Why     string    `json:"y,omitempty" own:"words"` // the reason of a change, in somebody's words
	Since   time.Time `json:"at"`                      // when it was last touched
	Parts   []Part    `json:"pa,omitempty"`            // what was chosen in it, of a meeting that stands
	Rest    string    `json:"r,omitempty" own:"words"` // words of a line that were not understood
	Asked   bool      `json:"yt,omitempty"`            // whoever changes people was asked why, also when they gave no reason
	Message int       `json:"mi,omitempty"`            // Telegram's id of the message in which it is drawn
	Item    string    `json:"it,omitempty"`            // of the inbox
	Replies int       `json:"rn,omitempty"`            // with Item: how many answers to it this person has been shown
	Caption bool      `json:"mc,omitempty"`            // that message is a picture or document
	Plan    *Plan     `json:"ap,omitempty"`            // an agreement on check-ins that is being made or changed
	Cover   *Cover    `json:"cv,omitempty"`            // a swap or cover that is being arranged
	Visit   *Visit    `json:"vi,omitempty"`            // a visit that is being asked for
	About   string    `json:"ao,omitempty"`            // the visit, or the person on a map of company, that it is about
}

// Purpose is one thing that a person may agree to, separately from the others.
type Purpose string

// The five purposes for which somebody is asked on joining.
const (
	Reminders Purpose = "reminders"
	CheckIns  Purpose = "checkins"
	Reading   Purpose = "reading" // reading messages for signs of danger
	Sharing   Purpose = "sharing"
	Research  Purpose = "research"
)

// Purposes lists them in the order in which they are asked.
var Purposes = []Purpose{Reminders, CheckIns, Reading, Sharing, Research}

// Consent is one grant or withdrawal, kept for good.
type Consent struct {
	Purpose  Purpose   `json:"p"`
	Granted  bool      `json:"g"`
	At       time.Time `json:"t"`
	Wording  int       `json:"w"` // version of the question's wording
	Language string    `json:"l"`
}

// Agrees reports whether this person has agreed to p, now.
func (c *Contact) Agrees(p Purpose) bool { return c.Consents[p].Granted }

// RefusedReading reports whether this person has said that their messages
// must not be read for signs of danger. Not having been asked is no refusal.
func (c *Contact) RefusedReading() bool {
	answer, asked := c.Consents[Reading]
	return asked && !answer.Granted
}

// Decide records a grant or withdrawal.
func (c *Contact) Decide(p Purpose, granted bool, at time.Time) {
	answer := Consent{Purpose: p, Granted: granted, At: at, Wording: p.Wording().Version, Language: c.Language}
	if c.Consents == nil {
		c.Consents = map[Purpose]Consent{}
	}
	c.Consents[p] = answer
	c.History = append(c.History, answer)
}

// NextUnasked returns the first purpose that was never answered, but for those
// that nobody is asked for.
func (c *Contact) NextUnasked(never ...Purpose) (Purpose, bool) {
	for _, p := range Purposes {
		if _, asked := c.Consents[p]; !asked && !slices.Contains(never, p) {
			return p, true
		}
	}
	return "", false
}

// In reports whether this person belongs to the network.
func (c *Contact) In(network string) bool {
	for _, n := range c.Networks {
		if n == network {
			return true
		}
	}
	return false
}
