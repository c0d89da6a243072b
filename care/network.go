package care

import (
	"slices"
	"time"
)

// Role is what somebody is in one network.
type Role string

// The roles that there are.
const (
	Person       Role = "person"       // at the centre
	Relative     Role = "relative"     // a "network member": family or friend
	Practitioner Role = "practitioner" // the team
	Volunteer    Role = "volunteer"    // peer volunteer
	Coordinator  Role = "coordinator"  // sets up team, people, on-call pattern
)

// Roles lists every role.
var Roles = []Role{Person, Relative, Practitioner, Volunteer, Coordinator}

// Staff reports whether the role is held by somebody of the team file.
func (r Role) Staff() bool { return r == Practitioner || r == Coordinator }

// Network is a circle: the person at the centre, those whom they invited, and
// the practitioners who walk with them.
type Network struct {
	ID       string    `json:"id"`
	Centre   string    `json:"c,omitempty"`   // contact id of the person, empty until they joined
	Called   string    `json:"n" own:"words"` // first name of the person, as staff or they gave it
	Members  []Member  `json:"m"`
	Meetings []string  `json:"mt,omitempty"` // planned and not yet over, oldest first
	Alert    string    `json:"a,omitempty"`  // newest open alert
	Plans    []string  `json:"pl,omitempty"` // check-in plans
	Began    time.Time `json:"b"`
	Series   []string  `json:"sr,omitempty"` // recurring meetings that go on
	Invites  []string  `json:"iv,omitempty"` // invitations made in the chat and not yet used, oldest first
	Absent   []Absent  `json:"ab,omitempty"` // members without Telegram
	Request  string    `json:"rq,omitempty"` // the meeting that was asked for and is not yet offered
	Last     string    `json:"la,omitempty"` // the meeting that ended last
	Group    int64     `json:"gr,omitempty"` // the circle's own Telegram group, 0: none
	Closed   time.Time `json:"cl,omitzero"`  // the circle has ended; nothing more goes out about it
	Still    time.Time `json:"st,omitzero"`  // somebody of it has died: nothing goes out until the team says so
	Died     []string  `json:"di,omitempty"` // contacts of it who have died: nothing names them any more
	Off      []string  `json:"of,omitempty"` // meetings called off when it fell still
	Past     []string  `json:"pa,omitempty"` // meetings that are over or called off, oldest first, to show people what they were invited to
	Visits   []string  `json:"vi,omitempty"` // visits that are not over, oldest first
	Faces    []string  `json:"fa,omitempty"` // volunteers who have visited its person, the latest first
	Unsaid   []string  `json:"un,omitempty"` // meetings that are over and of which nobody has said whether they took place
}

// Owner: a circle is called after its person.
func (n Network) Owner() string { return n.Centre }

// Member is somebody's place in a network.
type Member struct {
	Contact  string `json:"p"`
	Role     Role   `json:"r"`
	Relation string `json:"w,omitempty" own:"words"` // in the person's own words: "my sister"
	Muted    bool   `json:"x,omitempty"`             // receives nothing from this network for now

	MutedAt time.Time `json:"xa,omitzero"`  // since when
	Knew    []string  `json:"xk,omitempty"` // the meetings that were planned then
}

// Owner is whose place it is.
func (m Member) Owner() string { return m.Contact }

// Absent is somebody of the circle who does not use Telegram. They are kept by
// name, and somebody has promised to tell them.
type Absent struct {
	ID       string `json:"id"`
	Name     string `json:"n" own:"words"`
	Relation string `json:"w,omitempty" own:"words"` // in the words of whoever named them
	How      string `json:"h,omitempty" own:"words"` // how to tell them, in own words: "phone"
	Teller   string `json:"t"`                       // contact who promised to tell them
	By       string `json:"b"`                       // contact who named them
	Asked    string `json:"as,omitempty"`            // contact who is asked to promise it and has not answered
	Asker    string `json:"ar,omitempty"`            // contact who asked them
}

// Owner is who named them.
func (a Absent) Owner() string { return a.By }

// Member returns the place of a contact, or nil.
func (n *Network) Member(contact string) *Member {
	for i := range n.Members {
		if n.Members[i].Contact == contact {
			return &n.Members[i]
		}
	}
	return nil
}

// PastMeetings is how many meetings that are over a circle remembers: those of
// some years, every week.
const PastMeetings = 400

// Drop takes a meeting from those that are planned to those that are over.
func (n *Network) Drop(meeting string) {
	n.Meetings = slices.DeleteFunc(n.Meetings, func(id string) bool { return id == meeting })
	if !slices.Contains(n.Past, meeting) {
		n.Past = append(n.Past, meeting)
	}
	if extra := len(n.Past) - PastMeetings; extra > 0 {
		n.Past = n.Past[extra:]
	}
}

// Add gives a contact a place, or changes the place they have.
func (n *Network) Add(m Member) {
	if old := n.Member(m.Contact); old != nil {
		*old = m
		return
	}
	n.Members = append(n.Members, m)
	if m.Role == Person {
		n.Centre = m.Contact
	}
}

// Remove takes a contact out of the network.
func (n *Network) Remove(contact string) {
	n.Members = slices.DeleteFunc(n.Members, func(m Member) bool { return m.Contact == contact })
}

// With returns the contacts who hold one of the roles, in order of joining.
func (n *Network) With(roles ...Role) []string {
	var out []string
	for _, m := range n.Members {
		if slices.Contains(roles, m.Role) {
			out = append(out, m.Contact)
		}
	}
	return out
}

// Invitation is a single-use link with an expiry, bound to a role. It is kept
// under the hash of its token, so nobody who reads the store can use it.
type Invitation struct {
	ID       string    `json:"id"`                       // hash of the token
	Network  string    `json:"n,omitempty"`              // empty for staff of the whole team
	Role     Role      `json:"r"`                        // bound to the link
	Staff    string    `json:"s,omitempty"`              // id in the team file, for staff
	Relation string    `json:"w,omitempty" own:"words"`  // in the inviter's words
	Name     string    `json:"nm,omitempty" own:"words"` // whom it is meant for
	By       string    `json:"b,omitempty"`              // contact who made it; empty: an operator
	Made     time.Time `json:"m"`
	Expires  time.Time `json:"e"`
	UsedBy   string    `json:"u,omitempty"`
	UsedAt   time.Time `json:"ua,omitzero"`
	Contact  string    `json:"co,omitempty"` // who comes back by it, on a new account; empty: somebody new
	Gone     time.Time `json:"g,omitzero"`   // withdrawn by who made it or by the circle's person
}

// Owner is who made it.
func (i Invitation) Owner() string { return i.By }

// InvitationLife is how long a link can be used: a fortnight covers the gap
// between two meetings.
const InvitationLife = 14 * 24 * time.Hour

// ReturnLife is how long a link can be used that brings somebody back on a new
// account: it takes over all that is theirs, so it lasts a day.
const ReturnLife = 24 * time.Hour
