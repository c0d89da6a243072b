package care

import "time"

// Board is what the team must find without looking through every record. There
// is one.
type Board struct {
	Open []string  `json:"o,omitempty"` // alerts that nobody has finished, in the order in which they came; no drills
	Last time.Time `json:"l,omitzero"`  // when the newest of all was opened
}

// BoardID is the id of a deployment's one board.
const BoardID = "board"

// Tally is what one month of calls for help was like for the team as a whole.
// It names nobody, neither who asked nor who answered (rule 17).
type Tally struct {
	Month string           `json:"m"` // 2006-01, in the team's zone; also its id
	Days  map[int]DayTally `json:"d"` // by day of the month on which they were opened
}

// DayTally counts the calls for help that were opened on one day.
type DayTally struct {
	Carried int   `json:"c,omitempty"`
	Outside int   `json:"o,omitempty"` // of them, opened while nobody was on call
	Again   int   `json:"a,omitempty"` // rounds of the steps in which nobody took one
	Seen    []int `json:"s,omitempty"` // seconds until somebody took one, each at most once
	Done    []int `json:"f,omitempty"` // seconds until one was finished
}

// TallyMost is how many lengths of time a day remembers: more are a drill or a
// fault, and the middle of so many says enough.
const TallyMost = 500
