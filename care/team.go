package care

import (
	"slices"
	"strings"
	"time"
)

// Team is the team file as a trust reviewed and signed it.
type Team struct {
	Name       string        `json:"name"`
	Zone       string        `json:"zone"`    // IANA
	Country    string        `json:"country"` // ISO 3166: whose crisis lines
	Languages  []string      `json:"languages"`
	Hours      Hours         `json:"hours"`
	Staff      []StaffMember `json:"staff"`
	OnCall     []Shift       `json:"on_call"`
	Escalation Escalation    `json:"escalation"`
	Lines      []CrisisLine  `json:"lines"`
	Channels   []Channel     `json:"channels,omitempty"`
	Reminders  []Offset      `json:"reminders,omitempty"` // before a meeting, longest first; empty: ReminderOffsets
	Digest     []string      `json:"digest,omitempty"`    // when staff hear what waits in the inbox, 15:04; empty: DigestHours
	Retention  Retention     `json:"retention,omitzero"`
	Drill      string        `json:"drill,omitempty"`      // when the drill of each month begins, 15:04; empty: there is none
	Areas      []string      `json:"areas,omitempty"`      // parts of the country in which visits are made, as people call them
	Holidays   []string      `json:"holidays,omitempty"`   // bank holidays, 2006-01-02, in the team's zone
	Revoked    []Revoked     `json:"revoked,omitempty"`    // not of the file: whose part was ended at once, see RevokedSince
	NoReading  bool          `json:"no_reading,omitempty"` // no machine reads anybody's words for danger
}

// DigestHours are when staff hear, without a sound, what waits in the inbox,
// unless the team file says otherwise.
var DigestHours = []string{"09:00", "16:00"}

// ReadWithin is how long something may lie unread in working hours before the
// team is reminded.
const ReadWithin = 3 * time.Hour

// Retention says how long things are kept, as the trust decided; zero: until
// the person has them erased, or the circle is closed and the team says so.
type Retention struct {
	Words    int `json:"words,omitempty"`    // days that what people wrote is kept
	Meetings int `json:"meetings,omitempty"` // days after a meeting
	Alerts   int `json:"alerts,omitempty"`   // days after a call for help was finished; kept although its sender is erased
	Trail    int `json:"trail,omitempty"`    // days that the trail of who did what is kept
}

// StaffMember is one practitioner or coordinator (or admitted volunteer).
type StaffMember struct {
	ID   string `json:"id"`
	Name string `json:"name"` // first name, shown to people
	Role Role   `json:"role"`
}

// Hours are days of the week with an opening and a closing time in the team's
// zone. A closing time at or before the opening one is on the next day.
type Hours struct {
	Days     []time.Weekday `json:"days"`
	From     string         `json:"from"`               // 15:04
	Until    string         `json:"until"`              // 15:04
	Holidays Holidays       `json:"holidays,omitempty"` // what bank holidays do to them
}

// Holidays says what bank holidays do to hours that begin on them.
type Holidays string

// The ways in which hours heed bank holidays.
const (
	HolidaysAsUsual Holidays = ""     // a bank holiday is a day like any other
	HolidaysNot     Holidays = "not"  // not on bank holidays
	HolidaysOnly    Holidays = "only" // on bank holidays alone, whatever their weekday: Days may be empty
)

// Shift is a line of the on-call pattern: who is called during it. All of
// Staff are on call together, unless they take turns.
type Shift struct {
	Hours
	Staff []string `json:"staff"`           // staff ids
	Tier  int      `json:"tier,omitempty"`  // 1 is called first, 2 behind them …; 0 reads as 1
	Turns *Turns   `json:"turns,omitempty"` // one of Staff at a time, in their order
}

// Turns says how the staff of a shift take turns (a rotation).
type Turns struct {
	Every int    `json:"every"` // days of one turn: 7 is a week
	Since string `json:"since"` // 2006-01-02, the day on which the first of them began, in the team's zone
	At    string `json:"at"`    // 15:04, the hand-over hour
}

// Escalation says who is told when nobody takes an alert. Without end: after
// the last step the last one repeats (I2).
type Escalation struct {
	After      time.Duration   `json:"after"`                  // between two steps
	Steps      [][]string      `json:"steps"`                  // targets of each step
	Waits      []time.Duration `json:"waits,omitempty"`        // after each step until the next; missing or zero: After
	OutOfHours []string        `json:"out_of_hours,omitempty"` // targets told at once while nobody is on call; empty: the steps run as ever
}

// Wait is how long a step, counted from 0, is given before the next.
func (e Escalation) Wait(step int) time.Duration {
	if step >= 0 && step < len(e.Waits) && e.Waits[step] > 0 {
		return e.Waits[step]
	}
	return e.After
}

// The targets that a step may name besides staff ids and channel ids.
const (
	TargetOnCall       = "on_call"
	TargetTeam         = "team"
	TargetCoordinators = "coordinators"
	TargetChannels     = "channels" // every channel that is not Telegram
	TargetGroup        = "group"    // the team's own Telegram group: that something waits, and nothing of it
)

// TargetTier begins the target that names one tier of the pattern: "on_call.2".
// TargetOnCall is tier 1.
const TargetTier = TargetOnCall + "."

// DefaultEscalation holds unless the team file says otherwise: on call, then after 5 minutes the whole
// team with the coordinators, then every channel besides.
var DefaultEscalation = Escalation{
	After: 5 * time.Minute,
	Steps: [][]string{{TargetOnCall}, {TargetTeam, TargetCoordinators}, {TargetTeam, TargetCoordinators, TargetChannels}},
}

// CrisisLine is a number to ring, with the day somebody last checked it.
type CrisisLine struct {
	Name     string `json:"name"`
	Number   string `json:"number"`
	How      string `json:"how,omitempty"`
	Reviewed string `json:"reviewed"` // 2006-01-02
}

// Channel is a way to reach somebody that is not Telegram. Its address is a
// secret and stays in the environment.
type Channel struct {
	ID    string `json:"id"`
	Staff string `json:"staff,omitempty"` // whose it is; empty: the team's
	Env   string `json:"env"`             // environment variable that holds its address
}

// StaffWith returns the staff members who hold the role.
func (t *Team) StaffWith(r Role) []StaffMember {
	var out []StaffMember
	for _, s := range t.Staff {
		if s.Role == r {
			out = append(out, s)
		}
	}
	return out
}

// StaffByID returns the staff member, and whether the team file knows them.
func (t *Team) StaffByID(id string) (StaffMember, bool) {
	i := slices.IndexFunc(t.Staff, func(s StaffMember) bool { return s.ID == id })
	if i < 0 {
		return StaffMember{}, false
	}
	return t.Staff[i], true
}

// StaffByName finds a staff member by id or first name, whatever the case.
func (t *Team) StaffByName(name string) (StaffMember, bool) {
	for _, s := range t.Staff {
		if strings.EqualFold(s.ID, name) || strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return StaffMember{}, false
}
