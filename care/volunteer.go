package care

import (
	"slices"
	"time"
)

// Peer is what one peer volunteer offers, as they said it. It is kept with all
// the others in Peers, but for their sentence about themselves.
type Peer struct {
	Contact   string     `json:"c"`
	Admitted  time.Time  `json:"a"`
	By        string     `json:"b,omitempty"`  // contact of the coordinator; empty: the team file
	Withdrawn time.Time  `json:"w,omitzero"`   // by the coordinator; asks for nothing, is asked nothing
	Languages []string   `json:"l,omitempty"`  // BCP 47; empty: that of their contact
	Areas     []string   `json:"ar,omitempty"` // of the team's; empty: all
	Likes     []Activity `json:"li,omitempty"` // empty: all
	Times     []Weekly   `json:"t,omitempty"`  // empty: none, so they are asked nothing
	Paused    time.Time  `json:"p,omitzero"`   // until then they are asked nothing
	Guide     time.Time  `json:"g,omitzero"`   // when they said that they have read "Before your first visit"
	Signal    QuietSign  `json:"s,omitempty"`
	AskedAt   time.Time  `json:"k,omitzero"`  // when they were last asked
	Visited   time.Time  `json:"v,omitzero"`  // when their last visit began, or begins
	Made      int        `json:"m,omitempty"` // visits made
	Open      []string   `json:"o,omitempty"` // visits that they agreed to and that are not over
}

// QuietSign is the ordinary tap that means "I am not safe" for one volunteer.
type QuietSign string

// The signs that a volunteer chooses from; none: only the help button.
const (
	QuietNone    QuietSign = ""
	QuietThirty  QuietSign = "thirty"  // "30 more"
	QuietFifteen QuietSign = "fifteen" // "15 more"
	QuietWord    QuietSign = "word"    // their own word, kept with their sentence
)

// Active reports whether they can be asked at t: they are admitted, have read the
// guide, said when they would go, and do not pause.
func (p *Peer) Active(t time.Time) bool {
	return p.Withdrawn.IsZero() && !p.Guide.IsZero() && len(p.Times) > 0 && !t.Before(p.Paused)
}

// Does reports whether they would go for that, there, in that language.
func (p *Peer) Does(a Activity, area string) bool {
	return (len(p.Likes) == 0 || slices.Contains(p.Likes, a)) && (len(p.Areas) == 0 || area == "" || slices.Contains(p.Areas, area))
}

// Peers are all whom a coordinator has admitted. There is one.
type Peers struct {
	All []Peer `json:"a"`
}

// PeersID is the id of a deployment's one record of peers.
const PeersID = "peers"

// Of returns the peer who is this contact, or nil.
func (p *Peers) Of(contact string) *Peer {
	i := slices.IndexFunc(p.All, func(one Peer) bool { return one.Contact == contact })
	if i < 0 {
		return nil
	}
	return &p.All[i]
}

// VolunteerWords is what a peer volunteer wrote about themselves.
type VolunteerWords struct {
	Contact string `json:"c"`
	About   Words  `json:"a,omitzero"` // shown to whoever they offer to visit
	Secret  Words  `json:"s,omitzero"` // with QuietWord: the word, in their own spelling
	Phone   Words  `json:"p,omitzero"` // a number, for those who look for them and nobody else
}

// Owner is the volunteer.
func (v VolunteerWords) Owner() string { return v.Contact }

// Visits is what coordinators see of visits without looking: which are open,
// and how many there were. There is one.
type Visits struct {
	Open   []string                `json:"o,omitempty"` // visits that are not over, oldest first
	Months map[string]VisitsCounts `json:"m,omitempty"` // by month, 2006-01
}

// VisitsCounts are the visits of one month: of the team, never of a person (rule 17).
type VisitsCounts struct {
	Asked   int `json:"a,omitempty"`
	Made    int `json:"m,omitempty"`
	Unfound int `json:"u,omitempty"`
}

// VisitsID is the id of a deployment's one record of visits.
const VisitsID = "visits"

// Company is a person's own map of their company: who, and how near. It is
// theirs and nobody else's unless they share it.
type Company struct {
	Contact string    `json:"c"`
	People  []Friend  `json:"p,omitempty"`
	Share   Share     `json:"s,omitzero"`
	Changed time.Time `json:"ch,omitzero"`
}

// Owner is whose map it is.
func (c Company) Owner() string { return c.Contact }

// Friend is somebody on a map of company.
type Friend struct {
	ID   string `json:"id"`
	Name string `json:"n" own:"words"`
	Near string `json:"w,omitempty" own:"words"` // how near, in the person's own words
	Ring int    `json:"r"`                       // 1 nearest, 2, 3: where they put it on the picture
	Of   string `json:"o"`                       // contact whose map it is
}

// Owner is whose map it is.
func (f Friend) Owner() string { return f.Of }

// CompanyMost is how many people fit on a map.
const CompanyMost = 24
