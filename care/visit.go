package care

import (
	"slices"
	"time"
)

// VisitState is where a visit stands. Watched visits end only when somebody
// said that the volunteer is safe (I11).
type VisitState string

// The states of a visit, in the order in which they come.
const (
	VisitProposed VisitState = "proposed" // the team asked for it; the person has not said yes to being visited
	VisitWanted   VisitState = "wanted"   // volunteers are being asked
	VisitOffered  VisitState = "offered"  // a volunteer would like to come; the person has not answered
	VisitAgreed   VisitState = "agreed"   // both said yes
	VisitRunning  VisitState = "running"  // the volunteer is there
	VisitLeaving  VisitState = "leaving"  // it is over, and the volunteer is on the way home
	VisitOver     VisitState = "over"     // it is over, and the volunteer is safe
	VisitOff      VisitState = "off"      // taken back or cancelled
	VisitUnfound  VisitState = "unfound"  // nobody was found
)

// Visit is one visit of a peer volunteer, from the asking until the volunteer
// is home. What leads to the person's door is gone at its safe end.
type Visit struct {
	ID      string     `json:"id"`
	Network string     `json:"n"`
	Person  string     `json:"p"` // contact who is visited: the circle's person
	By      string     `json:"b"` // contact who asked
	At      time.Time  `json:"at"`
	State   VisitState `json:"st"`
	Rev     int        `json:"r"` // raised by every change people can see: older buttons are stale
	Seq     int        `json:"q"` // raised by every move or cancellation of the time that was agreed

	// What was asked for.
	For     Activity `json:"f"`
	Own     Words    `json:"ow,omitzero"`  // with ActivityOther: in the asker's own words
	Slots   []Slot   `json:"sl,omitempty"` // when it would suit, oldest first
	Area    string   `json:"ar,omitempty"` // one of the team's areas; empty: anywhere
	Wish    Words    `json:"wi,omitzero"`  // "a woman, please"
	Every   int      `json:"ev,omitempty"` // weeks between two visits, 0: once
	Minutes int      `json:"l,omitempty"`  // how long it is planned to be
	Before  string   `json:"bf,omitempty"` // with Every: the visit before this one
	Next    string   `json:"nx,omitempty"` // with Every: the visit after this one

	// How a volunteer is found.
	Round     int       `json:"ro,omitempty"` // of asking, from 1; 0: nobody was asked yet
	Asked     []Asking  `json:"as,omitempty"` // every volunteer who was asked, in order, each once
	RoundEnds time.Time `json:"re,omitzero"`  // when the volunteers of this round have had their time
	Refused   []string  `json:"rf,omitempty"` // volunteers whom the person did not choose; nobody is told why
	Choice    string    `json:"cs,omitempty"` // with VisitOffered: the volunteer whom the person is asked about

	// What was agreed.
	Volunteer string    `json:"v,omitempty"` // contact
	Day       string    `json:"d,omitempty"` // 2006-01-02
	Clock     string    `json:"t,omitempty"` // 15:04
	Zone      string    `json:"z,omitempty"` // IANA
	Agreed    time.Time `json:"ag,omitzero"`
	Changed   time.Time `json:"ch,omitzero"` // when it was last moved or cancelled
	ChangedBy string    `json:"cb,omitempty"`
	Proposal  *Proposal `json:"pr,omitempty"` // another time that one of the two asked for and the other has not answered
	Address   Words     `json:"ad,omitzero"`  // where, exactly; author: the person
	Spot      *Spot     `json:"sp,omitempty"`
	Shown     time.Time `json:"sh,omitzero"` // when the volunteer was shown where
	Told      time.Time `json:"to,omitzero"` // everything due before it up to here has been done

	// Who watches over it.
	Buddy  Watcher `json:"bu,omitzero"`
	Deputy Watcher `json:"dp,omitzero"`

	Cannot []string `json:"cn,omitempty"` // contacts who were asked to watch and cannot

	// How it goes.
	Began    time.Time `json:"bg,omitzero"` // "I'm here"
	Until    time.Time `json:"un,omitzero"` // when it should be over, as the volunteer last said
	Due      time.Time `json:"du,omitzero"` // the one next deadline
	Step     WatchStep `json:"ws,omitempty"`
	HomeBy   time.Time `json:"hb,omitzero"`  // when the volunteer meant to be home
	Signal   time.Time `json:"sg,omitzero"`  // when the quiet signal was given; an ordinary tap never ends that
	Alert    string    `json:"al,omitempty"` // the alert that it raised
	Last     *Spot     `json:"la,omitempty"` // where the volunteer's live location was last
	LastAt   time.Time `json:"lt,omitzero"`
	LastSeen time.Time `json:"ls,omitzero"`  // when the volunteer last tapped or wrote
	SafeBy   string    `json:"sb,omitempty"` // contact who said that the volunteer is safe
	SafeAt   time.Time `json:"sa,omitzero"`
	Ended    time.Time `json:"en,omitzero"`

	Story []Moment `json:"h,omitempty"` // what happened, by named reasons
}

// Owner: what was asked for is the person's.
func (v Visit) Owner() string { return v.Person }

// Activity is what a visit is for.
type Activity string

// What people ask for most. Other is in their own words.
const (
	ActivityWalk    Activity = "walk"
	ActivityCoffee  Activity = "coffee"
	ActivityTalk    Activity = "talk" // company at home
	ActivityMeeting Activity = "meeting"
	ActivityErrand  Activity = "errand" // shopping, an office, an appointment
	ActivityOther   Activity = "other"
)

// Activities lists them in the order in which they are offered.
var Activities = []Activity{ActivityWalk, ActivityCoffee, ActivityTalk, ActivityMeeting, ActivityErrand, ActivityOther}

// PartOfDay is a stretch of a day by the clock on the wall.
type PartOfDay string

// The parts of a day in which visits are made.
const (
	Morning   PartOfDay = "morning"   // 09:00 to 12:00
	Afternoon PartOfDay = "afternoon" // 12:00 to 17:00
	Evening   PartOfDay = "evening"   // 17:00 to 20:00
)

// PartsOfDay lists them in their order.
var PartsOfDay = []PartOfDay{Morning, Afternoon, Evening}

// partHours are the hours of each part, the second one excluded.
var partHours = map[PartOfDay][2]int{Morning: {9, 12}, Afternoon: {12, 17}, Evening: {17, 20}}

// Hours are the first hour of a part of the day and the one at which it is over.
func (p PartOfDay) Hours() (from, until int) { return partHours[p][0], partHours[p][1] }

// Slot is a part of one day.
type Slot struct {
	Day  string    `json:"d"` // 2006-01-02
	Part PartOfDay `json:"p"`
}

// Weekly is a part of a day that comes back every week.
type Weekly struct {
	Day  time.Weekday `json:"d"`
	Part PartOfDay    `json:"p"`
}

// Asking is one volunteer being asked whether they would like to go.
type Asking struct {
	Volunteer string    `json:"v"` // contact
	Round     int       `json:"r"`
	At        time.Time `json:"at"`
	Answer    Offer     `json:"a,omitempty"`
	Slot      Slot      `json:"s,omitzero"` // with OfferYes: the one that they chose
	Clock     string    `json:"t,omitempty"`
	Answered  time.Time `json:"an,omitzero"`
}

// Offer is what a volunteer said to being asked; none: nothing yet.
type Offer string

// The answers of a volunteer.
const (
	OfferYes  Offer = "yes"
	OfferNo   Offer = "no"
	OfferGone Offer = "gone" // taken back, or no longer a volunteer
)

// Watcher is somebody who is there for a volunteer during one visit.
type Watcher struct {
	Contact string    `json:"c,omitempty"`
	Asked   time.Time `json:"a,omitzero"`
	Yes     time.Time `json:"y,omitzero"`  // when they said yes to this visit at its time
	Awake   time.Time `json:"w,omitzero"`  // when they last showed, close to it, that they can be reached
	Lost    bool      `json:"l,omitempty"` // Telegram says that nothing reaches them
}

// Ready reports whether they have said yes and can be reached as far as we know.
func (w Watcher) Ready() bool { return w.Contact != "" && !w.Yes.IsZero() && !w.Lost }

// WatchStep is the last thing that was done about a running visit.
type WatchStep string

// The steps, in the order in which they come while the volunteer says nothing.
const (
	StepHere    WatchStep = "here"    // it began, or was made longer
	StepAsked   WatchStep = "asked"   // "all well?"
	StepOverdue WatchStep = "overdue" // asked again, with a sound
	StepBuddy   WatchStep = "buddy"   // the buddy was told
	StepDeputy  WatchStep = "deputy"  // the deputy was told
	StepRaised  WatchStep = "raised"  // the on-call chain has it
	StepHome    WatchStep = "home"    // on the way home, by HomeBy
)

// Grace is how long after the planned end of a visit its volunteer is overdue.
const Grace = 15 * time.Minute

// WatchWait is how long each of volunteer, buddy and deputy has before the next
// is told.
const WatchWait = 5 * time.Minute

// AddressBefore is how long before a visit its volunteer is shown where.
const AddressBefore = 24 * time.Hour

// VisitLengths are the lengths offered, in minutes.
var VisitLengths = []int{30, 60, 90, 120}

// Watched reports whether somebody must still say that the volunteer is safe.
func (v *Visit) Watched() bool { return v.State == VisitRunning || v.State == VisitLeaving }

// Open reports whether anything may still come of it.
func (v *Visit) Open() bool {
	return !slices.Contains([]VisitState{VisitOver, VisitOff, VisitUnfound}, v.State)
}

// Asking returns how a volunteer was asked, or nil.
func (v *Visit) Asking(volunteer string) *Asking {
	i := slices.IndexFunc(v.Asked, func(a Asking) bool { return a.Volunteer == volunteer })
	if i < 0 {
		return nil
	}
	return &v.Asked[i]
}

// Forget takes away what leads to the person's door and to the volunteer.
func (v *Visit) Forget() {
	v.Address, v.Spot, v.Last, v.LastAt = Words{}, nil, nil, time.Time{}
}
