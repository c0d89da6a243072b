package mydata

import "time"

// Visit is one that they asked for, or that they made as a volunteer.
type Visit struct {
	Asked   time.Time `json:"asked"`
	State   string    `json:"state"`
	Yours   bool      `json:"you_were_the_volunteer"`
	With    string    `json:"with,omitempty"` // the other one, by first name
	For     string    `json:"for"`            // walk, coffee, talk, meeting, errand, other
	Area    string    `json:"area,omitempty"`
	Day     string    `json:"day,omitempty"`   // 2006-01-02
	Clock   string    `json:"clock,omitempty"` // 15:04
	Zone    string    `json:"time_zone,omitempty"`
	Minutes int       `json:"minutes,omitempty"`
	Every   int       `json:"every_so_many_weeks,omitempty"` // 0: once
	Began   time.Time `json:"began,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
	Words   []Piece   `json:"words"` // what for, what they wished, where
}

// Volunteer is what they offer as a volunteer.
type Volunteer struct {
	Admitted  time.Time `json:"admitted,omitzero"`
	Withdrawn time.Time `json:"withdrawn,omitzero"`
	Paused    time.Time `json:"paused_until,omitzero"`
	Guide     time.Time `json:"read_the_guide,omitzero"`
	Languages []string  `json:"languages,omitempty"`
	Areas     []string  `json:"areas,omitempty"`
	Likes     []string  `json:"likes_to_do,omitempty"`
	Times     []Time    `json:"weekly_times"`
	Sign      string    `json:"quiet_sign,omitempty"`
	Made      int       `json:"visits_made"`
	Last      time.Time `json:"last_visit,omitzero"`
	Words     []Piece   `json:"words"`
}

// Time is a part of a day that comes back every week.
type Time struct {
	Day  int    `json:"day_of_the_week"` // 1 to 7 from Monday
	Part string `json:"part_of_the_day"` // morning, afternoon, evening
}

// Company is their picture of the people round them.
type Company struct {
	People  []Friend  `json:"people"`
	Changed time.Time `json:"changed,omitzero"`
	Sharing Sharing   `json:"who_may_see"`
}

// Friend is somebody on it.
type Friend struct {
	Name string `json:"name"`
	Near string `json:"how_near_in_your_words,omitempty"`
	Ring int    `json:"ring"` // 1 nearest, to 3
}
