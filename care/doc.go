// Package care holds the records of an Open Dialogue network in the field's
// own words, with the rules that need nothing but the record itself.
//
// It imports the standard library only and knows no clock, no network and no
// randomness: whoever asks passes the time in. A record is plain data that
// survives a round trip through JSON; its Kind names the shelf it stands on.
package care

// Kind names a shelf of records. Together with an id it is the address of one.
type Kind string

// The shelves. One word for one thing, the same in code, chat and keys.
const (
	KindAccount    Kind = "account"    // Telegram chat id → contact id
	KindContact    Kind = "contact"    // one human being
	KindNetwork    Kind = "network"    // a circle: the person, those they invited, their team
	KindInvitation Kind = "invitation" // a single-use link, kept by the hash of its token
	KindMeeting    Kind = "meeting"    // one network meeting
	KindPlan       Kind = "plan"       // an agreed check-in plan of one member
	KindCheckIn    Kind = "checkin"    // one question asked, with what came back
	KindNote       Kind = "note"       // one thing somebody wrote to the team
	KindShelf      Kind = "shelf"      // the team's inbox of one network: ids of notes and answers
	KindAlert      Kind = "alert"      // one urgent matter until a human has finished it
	KindTeam       Kind = "team"       // the applied team file
	KindStaff      Kind = "staff"      // staff id of the team file → contact id
	KindSeries     Kind = "series"     // a meeting that comes back
	KindRequest    Kind = "request"    // a meeting that somebody asked for
	KindGroup      Kind = "group"      // Telegram group → circle
	KindMine       Kind = "mine"       // what one person wrote: where it is
	KindMeasure    Kind = "measure"    // something that a member watches for themselves
	KindRota       Kind = "rota"       // what was agreed in the chat about who is on call
	KindBoard      Kind = "board"      // what the team must find without looking: open alerts
	KindTally      Kind = "tally"      // what one month of alerts was like, for the team as a whole
	KindSeenLink   Kind = "seenlink"   // a one-use link by which an alarm outside Telegram is acknowledged
	KindVisit      Kind = "visit"      // one visit of a peer volunteer
	KindPeers      Kind = "peers"      // the admitted peer volunteers and what they offer
	KindVolunteer  Kind = "volunteer"  // what one peer volunteer wrote about themselves
	KindVisits     Kind = "visits"     // what coordinators see of visits: the open ones, and counts
	KindCompany    Kind = "company"    // somebody's own map of their company
)

// Versions says which schema version of each kind is written today. Older
// versions stay readable: see store/testdata/records.
var Versions = map[Kind]int{
	KindAccount: 1, KindContact: 1, KindNetwork: 1, KindInvitation: 1,
	KindMeeting: 1, KindPlan: 1, KindCheckIn: 1, KindNote: 1, KindShelf: 1,
	KindAlert: 1, KindTeam: 1, KindStaff: 1,
	KindSeries: 1, KindRequest: 1, KindGroup: 1,
	KindMine: 1, KindMeasure: 1,
	KindRota: 1, KindSeenLink: 1,
	KindBoard: 1, KindTally: 1,
	KindVisit: 1, KindPeers: 1, KindVolunteer: 1, KindVisits: 1, KindCompany: 1,
}
