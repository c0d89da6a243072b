package mydata

import "time"

// Format and Version name the JSON. A field keeps its name and meaning within a
// version; docs/privacy.md describes them.
const (
	Format  = "polyphony-my-data"
	Version = 1
)

// Data is everything that is held about one person.
type Data struct {
	Format            string       `json:"format"`
	Version           int          `json:"version"`
	Made              time.Time    `json:"made"`
	You               You          `json:"you"`
	Circles           []Circle     `json:"circles"`
	Permissions       []Permission `json:"permissions"`
	PermissionHistory []Permission `json:"permission_history"` // newest first
	Meetings          []Meeting    `json:"meetings"`
	Agreements        []Agreement  `json:"check_in_agreements"`
	Answers           []Said       `json:"check_in_answers"`
	Messages          []Said       `json:"messages_to_the_team"`
	FromTeam          []Reply      `json:"answers_from_the_team"`
	Measures          []Measure    `json:"measures"`
	Requests          []Request    `json:"meetings_you_asked_for"`
	Help              []Help       `json:"calls_for_help"`
	Visits            []Visit      `json:"visits"`
	Volunteer         *Volunteer   `json:"as_a_volunteer,omitempty"`
	Company           *Company     `json:"people_round_you,omitempty"`
	Unfinished        *Unfinished  `json:"begun_and_not_finished,omitempty"`
	Trail             []Act        `json:"what_happened"` // oldest first
}

// You is who the person is here.
type You struct {
	ID          string      `json:"id"`
	Name        string      `json:"first_name"`
	Language    string      `json:"language,omitempty"`
	Zone        string      `json:"time_zone,omitempty"` // empty: the team's
	Chat        int64       `json:"telegram_chat,omitempty"`
	Staff       string      `json:"team_file_id,omitempty"`
	Stopped     bool        `json:"stopped_all_messages"`
	Blocked     bool        `json:"blocked_the_bot"`
	Reminders   []string    `json:"reminders_before_meetings,omitempty"` // ISO 8601 durations; empty: the team's
	Preferences []Preferred `json:"who_may_see_next_answers,omitempty"`
}

// Preferred is the remembered choice of who may see the next answer.
type Preferred struct {
	Circle string `json:"circle"`
	Sharing
}

// Circle is a circle as one of its members sees it.
type Circle struct {
	Called   string    `json:"called"`
	Role     string    `json:"your_role"`
	Relation string    `json:"in_their_words,omitempty"` // what they are to the person
	Muted    bool      `json:"muted"`
	Began    time.Time `json:"began,omitzero"`
	Closed   time.Time `json:"closed,omitzero"`
	People   []Someone `json:"people_you_see_there"`
	Named    []Named   `json:"people_without_telegram_whom_you_named"`
	Links    []Link    `json:"invitations_you_made"`
}

// Someone is somebody else of a circle.
type Someone struct {
	Name     string `json:"first_name"`
	Role     string `json:"role"`
	Relation string `json:"in_your_words,omitempty"` // only for the circle's person
}

// Named is somebody without Telegram, in the words of whoever named them.
type Named struct {
	Name     string `json:"name"`
	Relation string `json:"in_your_words,omitempty"`
	How      string `json:"how_to_tell_them,omitempty"`
}

// Link is an invitation that they made.
type Link struct {
	Name     string    `json:"for,omitempty"`
	Relation string    `json:"in_your_words,omitempty"`
	Role     string    `json:"role"`
	Made     time.Time `json:"made"`
	Expires  time.Time `json:"expires"`
}

// Permission is one answer to one question.
type Permission struct {
	Purpose  string    `json:"purpose"`
	Agreed   bool      `json:"agreed"`
	At       time.Time `json:"at"`
	Wording  int       `json:"wording_version"`
	Language string    `json:"language"`
}

// Meeting is one that they were invited to.
type Meeting struct {
	Circle    string    `json:"circle"`
	Day       string    `json:"day"`   // 2006-01-02
	Clock     string    `json:"clock"` // 15:04
	Zone      string    `json:"time_zone"`
	Begins    time.Time `json:"begins,omitzero"`
	Minutes   int       `json:"minutes"`
	Place     string    `json:"place,omitempty"`
	With      []string  `json:"practitioners"`
	Answer    string    `json:"your_answer,omitempty"` // coming, not_coming, other_time
	Came      *bool     `json:"you_came,omitempty"`
	Cancelled bool      `json:"cancelled"`
	Reason    string    `json:"reason_in_your_words,omitempty"` // why other practitioners come, if they wrote it
	Proposed  []string  `json:"other_times_you_proposed"`       // 2006-01-02 15:04 in the meeting's zone
	Topics    []Topic   `json:"your_topics"`
}

// Topic is something that they want to be talked about.
type Topic struct {
	Piece
	Shown bool `json:"shown_to_all_invited"`
}

// Piece is one thing that was written or sent, verbatim.
type Piece struct {
	At     time.Time `json:"at"`
	Text   string    `json:"text,omitempty"`
	Kind   string    `json:"kind"` // text, voice, photo, …
	File   string    `json:"telegram_file_id,omitempty"`
	Edited time.Time `json:"edited,omitzero"`
}

// Sharing is their choice of who may see something.
type Sharing struct {
	Team  bool      `json:"team_may_see"`
	With  []string  `json:"shared_with"`
	Sent  []string  `json:"was_sent_to"`
	Since time.Time `json:"chosen_at,omitzero"`
}

// Said is something that they wrote, with who may see it and who has read it.
type Said struct {
	Circle    string    `json:"circle,omitempty"`
	Questions []string  `json:"questions,omitempty"`
	Asked     time.Time `json:"asked,omitzero"`
	Skipped   bool      `json:"skipped,omitempty"`
	Words     []Piece   `json:"words"`
	Sharing   Sharing   `json:"who_may_see"`
	Read      []Reader  `json:"read_by_the_team"`
	Brought   []string  `json:"brought_to_meetings_on,omitempty"` // days
}

// Reader is who of the team has read it, and when.
type Reader struct {
	Name string    `json:"first_name"`
	At   time.Time `json:"at"`
}

// Reply is what somebody of the team answered them.
type Reply struct {
	From  string  `json:"from"`
	Words []Piece `json:"words"`
}

// Agreement is a check-in plan of theirs.
type Agreement struct {
	Circle    string    `json:"circle"`
	Questions []string  `json:"questions"`
	Days      []int     `json:"days_of_the_week,omitempty"` // 1 to 7 from Monday; empty: every day
	After     int       `json:"days_after_each_meeting,omitempty"`
	Clock     string    `json:"clock,omitempty"`
	From      string    `json:"first_day,omitempty"`
	Until     string    `json:"last_day,omitempty"`
	Proposed  string    `json:"proposed_by,omitempty"`
	Agreed    bool      `json:"agreed"`
	Ended     bool      `json:"ended"`
	Paused    time.Time `json:"paused_until,omitzero"`
	Silence   int       `json:"after_days_without_answer,omitempty"`
	Do        *Piece    `json:"then_please,omitempty"` // in their words
	Begun     time.Time `json:"begun,omitzero"`
}

// Measure is something that they watch for themselves, 0 to 10.
type Measure struct {
	Name    string    `json:"name"`
	Clock   string    `json:"asked_at,omitempty"`
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended,omitzero"`
	Values  []Value   `json:"values"`
	Sharing Sharing   `json:"who_may_see"`
}

// Value is one value of a measure.
type Value struct {
	At    time.Time `json:"at"`
	Value int       `json:"value"`
}

// Request is a meeting that they asked for.
type Request struct {
	Circle  string    `json:"circle"`
	At      time.Time `json:"at"`
	Due     time.Time `json:"offer_due"`
	Offered time.Time `json:"offered,omitzero"`
	Shared  bool      `json:"circle_may_know"`
}

// Help is a call for help of theirs.
type Help struct {
	Circle  string    `json:"circle,omitempty"`
	Opened  time.Time `json:"opened"`
	Signals []string  `json:"why"` // button, command, or what the reading saw
	Words   []Piece   `json:"words"`
	Told    []string  `json:"told"`
	TakenBy string    `json:"taken_by,omitempty"`
	Taken   time.Time `json:"taken,omitzero"`
	Closed  time.Time `json:"closed,omitzero"`
	Done    string    `json:"what_was_done,omitempty"`
	Safe    bool      `json:"you_said_that_you_are_safe"`
}

// Unfinished is something that they began and did not finish.
type Unfinished struct {
	What  string    `json:"what"`
	Words []string  `json:"words"`
	Since time.Time `json:"since,omitzero"`
}

// Act is one line of what happened: who did what, when.
type Act struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"` // first name, "you", or "the machine"; empty: somebody else
	What string    `json:"what"`
	ID   string    `json:"about,omitempty"`
}
