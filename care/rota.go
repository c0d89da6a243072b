package care

import "time"

// Rota is what has been agreed in the chat about who is on call, beside the
// pattern of the team file. There is one; it survives the next team file.
type Rota struct {
	Covers   []Cover              `json:"c,omitempty"`  // in the order in which they were agreed: later ones win
	Swaps    []Swap               `json:"s,omitempty"`  // asked and not settled
	Proofs   map[string]time.Time `json:"p,omitempty"`  // staff id → when they last proved that they can be reached
	Asked    map[string]time.Time `json:"a,omitempty"`  // staff id, or "hour." and it → the beginning of the shift before which they were last asked to
	Reported map[string]time.Time `json:"r,omitempty"`  // what coordinators were told, by a name of the matter → when
	Group    int64                `json:"g,omitempty"`  // the team's own Telegram group, 0: none
	Handed   time.Time            `json:"h,omitzero"`   // the change of shift up to which handovers have gone out
	Drilled  time.Time            `json:"d,omitzero"`   // when the last drill began
	Drill    string               `json:"da,omitempty"` // the alert of the drill that runs
}

// Cover is a change of the pattern between two instants: In stands in for Out,
// or comes besides when there is no Out; without In, Out is not there and
// nobody stands in, which is a gap.
type Cover struct {
	ID    string    `json:"id"`
	From  time.Time `json:"f"`
	Until time.Time `json:"u"`
	Out   string    `json:"o,omitempty"` // staff id
	In    string    `json:"i,omitempty"` // staff id
	Tier  int       `json:"t,omitempty"` // of In when there is no Out; 0 reads as 1
	By    string    `json:"b,omitempty"` // contact who made it so
	At    time.Time `json:"at"`
	Swap  string    `json:"s,omitempty"` // the swap that it came from
}

// Swap is one colleague asking another to take a stretch of theirs, perhaps
// for one of the other's.
type Swap struct {
	ID    string    `json:"id"`
	From  time.Time `json:"f"`
	Until time.Time `json:"u"`
	Asks  string    `json:"a"`           // staff id of whoever wants to be replaced
	Asked []string  `json:"w"`           // staff ids of those who may say yes; the first yes counts
	No    []string  `json:"n,omitempty"` // staff ids of those who said no
	Offer string    `json:"o,omitempty"` // staff id of whoever offers to take it over; then Asks says yes or no
	Back  *Cover    `json:"k,omitempty"` // what the asker takes in return, nil: nothing
	At    time.Time `json:"at"`
	Rev   int       `json:"r"` // raised by every change: older buttons are stale
}

// RotaID is the id of a deployment's one rota.
const RotaID = "rota"
