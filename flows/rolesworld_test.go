package flows

import (
	"encoding/json"
	"reflect"
	"sync"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/urgency"
)

// The world of the table of roles: one circle in which every kind of record
// stands in a state in which something can be done with it, a second circle
// beside it, and one person for each way of having to do with the first. What
// anybody of the circle wrote, and how they are called, is a canary: the owner
// and the thing, "zqrel-note". Every revision is worldRev, so that a forged
// button is never refused merely because it is old.

const worldRev = 5

// secret is a word that only its owner has written.
func secret(owner, what string) string { return "zq" + owner + "-" + what }

// rolePerson is one column of the table.
type rolePerson struct{ id, title string }

// roleColumns are whoever may act, in the order of the table.
var roleColumns = []rolePerson{
	{"pat", "the person of the circle"},
	{"rel", "a member: author of the notes, answers and measure, asker of the meeting, whose check-ins they are"},
	{"ria", "another member, with whom one note is shared"},
	{"wen", "a member who has withdrawn every permission"},
	{"stan", "a member who said stop"},
	{"jo", "a practitioner of the circle"},
	{"ona", "a practitioner on call who was called to the circle's alerts and took some, not of the circle"},
	{"otto", "a practitioner of the team, not of the circle"},
	{"cora", "a coordinator, not of the circle"},
	{"vask", "a volunteer who is asked to visit and has not answered"},
	{"voff", "a volunteer who offered to come"},
	{"vgo", "the volunteer who goes"},
	{"vbud", "the volunteer's buddy"},
	{"vdep", "the deputy"},
	{"voth", "a volunteer who has to do with none of the visits"},
	{"vout", "a volunteer who was withdrawn"},
	{"nora", "the person of another circle"},
	{"lee", "somebody who left the circle"},
	{"remy", "somebody who was removed, whose own record still names the circle"},
	{"dan", "whoever has the phone of a member who died"},
	{"fay", "a practitioner who left the team, still on the circle's list"},
	{"ask", "somebody who asked for help without joining"},
	{"zed", "a stranger; somebody who was erased; an old phone"},
}

// roleWorld is the house of the table, and where everybody's chat is.
type roleWorld struct {
	*house
	chat map[string]int64
	read sync.Map
}

// Read hands out a copy of a record that was read from its JSON once: the table
// is a hundred thousand decisions.
func (w *roleWorld) Read(kind care.Kind, id string, into any) (bool, error) {
	key := string(kind) + ":" + id
	if w.records[key] == nil {
		return false, nil
	}
	to := reflect.ValueOf(into).Elem()
	if kept, ok := w.read.Load(key); ok && kept.(reflect.Value).Type() == to.Type() {
		to.Set(copied(kept.(reflect.Value)))
		return true, nil
	}
	if _, err := w.house.Read(kind, id, into); err != nil {
		return true, err
	}
	w.read.Store(key, copied(to))
	return true, nil
}

var worldDays = []time.Weekday{0, 1, 2, 3, 4, 5, 6}

const (
	worldGroup = -1001 // the circle's own group
	otherGroup = -1002 // of no circle yet; jo was asked whose it is
)

func newRoleWorld(t *testing.T) *roleWorld {
	c := plain()
	c.Tongues, c.BotName = []string{"en", "pl"}, "OurBot"
	c.SeenURL = func(token string) string { return "https://example.org/seen#" + token }
	c.Read = func(text, _ string) urgency.Reading {
		if text == "danger" {
			return urgency.Reading{Level: urgency.Urgent, Signals: []urgency.Signal{"medical"}}
		}
		return urgency.Reading{}
	}
	w := &roleWorld{house: &house{T: t, c: c, now: time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC), records: map[string]json.RawMessage{}, timers: map[TimerKey]time.Time{}}, chat: map[string]int64{}}
	w.people()
	w.circles()
	w.meetingsOf()
	w.writings()
	w.alertsOf()
	w.visitsOf()
	w.linksOf()
	return w
}

func (w *roleWorld) people() {
	w.keep(care.KindTeam, TeamID, &care.Team{
		Name: "North", Zone: "Europe/London", Country: "GB", Escalation: care.DefaultEscalation, Areas: []string{"Riverside"},
		Hours: care.Hours{Days: worldDays, From: "09:00", Until: "17:00"},
		Staff: []care.StaffMember{{ID: "jo", Name: "Jo", Role: care.Practitioner}, {ID: "mina", Name: "Mina", Role: care.Practitioner}, {ID: "ona", Name: "Ona", Role: care.Practitioner},
			{ID: "otto", Name: "Otto", Role: care.Practitioner}, {ID: "cora", Name: "Cora", Role: care.Coordinator}},
		OnCall: []care.Shift{{Hours: care.Hours{Days: worldDays, From: "00:00", Until: "00:00"}, Staff: []string{"ona"}}},
	})
	var peers care.Peers
	all := append([]rolePerson{{"mina", ""}, {"nell", ""}}, roleColumns...)
	for i, p := range all {
		chat := int64(100 + i)
		w.chat[p.id] = chat
		if p.id == "zed" || p.id == "ask" {
			continue
		}
		who := &care.Contact{ID: p.id, Chat: chat, Name: secret(p.id, "name"), Language: "en", Menu: worldRev}
		switch p.id {
		case "jo", "mina", "ona", "otto", "cora", "fay":
			who.Staff, who.Name = p.id, p.id
			w.keep(care.KindStaff, p.id, &care.StaffLink{Staff: p.id, Contact: p.id})
		case "nora", "nell":
			who.Name = p.id
		case "vask", "voff", "vgo", "vbud", "vdep", "voth", "vout":
			peer := care.Peer{Contact: p.id, Admitted: w.now, Guide: w.now, Times: allWeek(), Likes: []care.Activity{care.ActivityWalk}}
			if p.id == "vout" {
				peer.Withdrawn = w.now
			}
			peers.All = append(peers.All, peer)
			w.keep(care.KindVolunteer, p.id, &care.VolunteerWords{Contact: p.id, About: worldWords(w, p.id, "about"), Secret: worldWords(w, p.id, "sign")})
		case "dan":
			who.Died, who.Doubted = w.now.Add(-240*time.Hour), w.now // the team has heard already that the phone is used
		case "stan":
			who.Stopped = true
		}
		for _, purpose := range care.Purposes {
			who.Decide(purpose, p.id != "wen", w.now.Add(-time.Hour))
		}
		who.Forgets = w.now // whoever may have themselves erased has asked for it
		if p.id == "wen" {
			who.Asked = care.Research
		}
		w.keep(care.KindContact, p.id, who)
		w.keep(care.KindAccount, ChatID(chat), &care.Account{Chat: chat, Contact: p.id})
	}
	w.keep(care.KindPeers, care.PeersID, &peers)
}

// circlePlaces are who is what in the circle; remy is not, and lee is not.
var circlePlaces = []care.Member{
	{Contact: "pat", Role: care.Person}, {Contact: "jo", Role: care.Practitioner}, {Contact: "mina", Role: care.Practitioner}, {Contact: "fay", Role: care.Practitioner},
	{Contact: "rel", Role: care.Relative}, {Contact: "ria", Role: care.Relative}, {Contact: "wen", Role: care.Relative}, {Contact: "stan", Role: care.Relative}, {Contact: "dan", Role: care.Relative},
}

func (w *roleWorld) circles() {
	n := &care.Network{ID: "A", Called: secret("pat", "called"), Centre: "pat", Began: w.now.Add(-9000 * time.Hour), Died: []string{"dan"}, Group: worldGroup,
		Meetings: []string{"next"}, Past: []string{"held", "past"}, Last: "past", Unsaid: []string{"past"}, Plans: []string{"runs", "asks"}, Request: "req", Alert: "open",
		Invites: []string{TokenID(w.token("relative")), TokenID(w.token("return"))},
		Visits:  []string{"wanted", "offered", "suggested", "agreed", "running", "leaving", "again"},
		Absent: []care.Absent{{ID: "nan", Name: secret("pat", "nan"), Relation: secret("pat", "gran"), How: secret("pat", "phone"), Teller: "rel", By: "pat"},
			{ID: "joe", Name: secret("pat", "joe"), By: "pat", Asked: "ria", Asker: "pat", Teller: "rel"}}}
	for _, m := range circlePlaces {
		if m.Relation = secret("pat", m.Contact+"is"); m.Role.Staff() || m.Role == care.Person {
			m.Relation = ""
		}
		n.Add(m)
		w.change(m.Contact, func(c *care.Contact) { c.Networks = []string{"A"} })
	}
	w.change("remy", func(c *care.Contact) { c.Networks = []string{"A"} })
	w.keep(care.KindNetwork, "A", n)
	w.keep(care.KindGroup, ChatID(worldGroup), &care.GroupChat{Chat: worldGroup, Network: "A", By: "pat"})
	w.keep(care.KindGroup, ChatID(otherGroup), &care.GroupChat{Chat: otherGroup, Asked: "jo"})
	b := &care.Network{ID: "B", Called: "Nora", Centre: "nora", Began: w.now.Add(-9000 * time.Hour)}
	for who, role := range map[string]care.Role{"nora": care.Person, "nell": care.Relative, "otto": care.Practitioner} {
		w.change(who, func(c *care.Contact) { c.Networks = []string{"B"} })
		b.Add(care.Member{Contact: who, Role: role})
	}
	w.keep(care.KindNetwork, "B", b)
	w.keep(care.KindShelf, "B", &care.Shelf{Network: "B"})
	w.keep(care.KindRota, care.RotaID, &care.Rota{
		Swaps:  []care.Swap{{ID: "swap", From: w.now.Add(30 * time.Hour), Until: w.now.Add(34 * time.Hour), Asks: "ona", Asked: []string{"jo"}, At: w.now, Rev: worldRev}},
		Covers: []care.Cover{{ID: "cover", From: w.now.Add(50 * time.Hour), Until: w.now.Add(52 * time.Hour), Out: "ona", In: "jo", By: "ona", At: w.now}}, Drill: "drill"})
}

func (w *roleWorld) meetingsOf() {
	invited := []string{"pat", "rel", "ria", "wen", "stan", "jo", "mina"}
	w.keep(care.KindMeeting, "next", &care.Meeting{ID: "next", Network: "A", Seq: worldRev, Day: "2026-03-11", Clock: "11:37", Zone: "Europe/London", Minutes: 60,
		Place: secret("pat", "place"), Kind: care.PlaceAddress, Practitioners: []string{"jo", "mina"}, Invited: invited, PlannedBy: "jo", At: w.now.Add(-100 * time.Hour),
		Why: secret("jo", "why"), WhyBy: "jo", Answers: map[string]care.Answer{"ria": care.Coming},
		Topics: []care.Topic{{ID: "tpat", Words: worldWords(w, "pat", "topic")}, {ID: "trel", Words: worldWords(w, "rel", "topic")}},
		Told:   map[string]care.Told{"nan": {Seq: worldRev}}, Proposals: []care.Proposal{{ID: "prop", By: "ria", Day: "2026-03-12", Clock: "10:00"}}})
	w.keep(care.KindMeeting, "past", &care.Meeting{ID: "past", Network: "A", Seq: worldRev, Day: "2026-03-02", Clock: "11:37", Zone: "Europe/London", Minutes: 60,
		Place: secret("pat", "place"), Practitioners: []string{"jo", "mina"}, Invited: invited, PlannedBy: "jo", At: w.now.Add(-100 * time.Hour), Wondered: []string{"rel"}})
	w.keep(care.KindMeeting, "held", &care.Meeting{ID: "held", Network: "A", Seq: worldRev, Day: "2026-03-01", Clock: "11:37", Zone: "Europe/London", Minutes: 60, Took: care.TookPlace,
		Place: secret("pat", "place"), Practitioners: []string{"jo", "mina"}, Invited: invited, PlannedBy: "jo", At: w.now.Add(-100 * time.Hour), Came: map[string]bool{"rel": true}})
	w.keep(care.KindRequest, "new", &care.Request{ID: "new", Network: "A", At: w.now.Add(-4 * time.Hour), Due: w.now.Add(20 * time.Hour), Told: []string{"jo", "mina"}})
	w.keep(care.KindRequest, "req", &care.Request{ID: "req", Network: "A", By: "rel", Share: true, At: w.now.Add(-4 * time.Hour), Due: w.now.Add(20 * time.Hour), Told: []string{"jo", "mina"}})
}

func (w *roleWorld) writings() {
	share := care.Share{Audience: care.ThesePeople, People: []string{"ria"}, At: w.now, Sent: []string{"ria"}}
	w.keep(care.KindNote, "note", &care.Note{ID: "note", Network: "A", Author: "rel", Words: []care.Words{worldWords(w, "rel", "note"), worldVoice(w, "rel")}, Share: share})
	w.keep(care.KindNote, "answer", &care.Note{ID: "answer", Network: "A", Author: "jo", To: "rel", Re: &care.Ref{Kind: care.KindNote, ID: "note"}, Words: []care.Words{worldWords(w, "jo", "answer")}})
	w.keep(care.KindNote, "alone", &care.Note{ID: "alone", Network: "A", Author: "rel", Words: []care.Words{worldWords(w, "rel", "alone")}, Share: care.Share{Audience: care.OnlyMe, At: w.now}})
	w.keep(care.KindPlan, "runs", &care.Plan{ID: "runs", Network: "A", Member: "rel", By: "jo", Agreed: true, Rev: worldRev, Weekday: -1, Clock: "10:00", Open: "in", At: w.now,
		Questions: []care.Question{{Text: secret("rel", "question"), Own: true, By: "rel"}}})
	w.keep(care.KindPlan, "asks", &care.Plan{ID: "asks", Network: "A", Member: "rel", By: "jo", Rev: worldRev, Weekday: -1, Clock: "10:00", At: w.now,
		Questions: []care.Question{{Text: secret("jo", "question"), Own: true, By: "jo"}}})
	w.keep(care.KindCheckIn, "in", &care.CheckIn{ID: "in", Plan: "runs", Network: "A", Member: "rel", Question: secret("rel", "question"), Asked: w.now.Add(-time.Hour), Words: []care.Words{worldWords(w, "rel", "checkin")}})
	w.keep(care.KindCheckIn, "how", &care.CheckIn{ID: "how", Network: "A", Member: "rel", Meeting: "past", Question: "how", Asked: w.now.Add(-time.Hour)})
	w.keep(care.KindShelf, "A", &care.Shelf{Network: "A", Items: []care.Item{{Kind: care.KindNote, ID: "note", At: w.now, Unread: w.now, Replies: []string{"answer"}}, {Kind: care.KindCheckIn, ID: "in", At: w.now, Unread: w.now}},
		Cards: []care.Card{{Contact: "jo"}}})
	w.keep(care.KindMeasure, "scale", &care.Measure{ID: "scale", Member: "rel", Name: secret("rel", "measure"), Points: []care.Point{{At: w.now.Add(-48 * time.Hour), Value: 3}, {At: w.now.Add(-24 * time.Hour), Value: 4}}, Began: w.now.Add(-99 * time.Hour), Rev: worldRev})
	w.keep(care.KindMine, "rel", &care.Mine{Contact: "rel", Items: []care.Ref{{Kind: care.KindNote, ID: "note"}, {Kind: care.KindNote, ID: "alone"}, {Kind: care.KindCheckIn, ID: "in"}, {Kind: care.KindMeeting, ID: "next", Part: "trel"}, {Kind: care.KindAlert, ID: "taken"}}})
	w.keep(care.KindMine, "pat", &care.Mine{Contact: "pat", Items: []care.Ref{{Kind: care.KindMeeting, ID: "next", Part: "tpat"}, {Kind: care.KindAlert, ID: "open"}, {Kind: care.KindVisit, ID: "agreed"}}})
	w.keep(care.KindCompany, "pat", &care.Company{Contact: "pat", People: []care.Friend{{ID: "friend", Name: secret("pat", "friend"), Near: secret("pat", "near"), Ring: 1, Of: "pat"}}})
	w.change("rel", func(c *care.Contact) { c.CheckIn, c.Measures, c.Said = "in", []string{"scale"}, "note" })
}

// alertsOf: open is pat's and nobody's yet; taken is rel's, ona has it and they
// write to each other; passed is wen's, ona passes it on to jo; done is ria's;
// watch came from the visit that runs; stray is of somebody who has not joined.
func (w *roleWorld) alertsOf() {
	relay := &care.Relay{With: "ona", Since: w.now.Add(-time.Minute), Last: w.now.Add(-time.Minute)}
	for id, a := range map[string]*care.Alert{
		"open":   {Sender: "pat", State: care.AlertOpen, Told: []string{"ona"}},
		"taken":  {Sender: "rel", State: care.AlertTaken, Told: []string{"ona"}, Owner: "ona", Relay: relay},
		"free":   {Sender: "stan", State: care.AlertTaken, Told: []string{"ona"}, Owner: "ona"},
		"passed": {Sender: "wen", State: care.AlertTaken, Told: []string{"ona", "jo"}, Owner: "ona", Passing: "jo", PassedAt: w.now},
		"done":   {Sender: "ria", State: care.AlertDone, Told: []string{"ona"}, Owner: "ona", Outcome: "spoke", Closed: w.now},
		"watch":  {Visit: "running", State: care.AlertTaken, Told: []string{"ona"}, Owner: "ona", Sender: "vgo"},
		"drill":  {State: care.AlertOpen, Drill: true, Told: []string{"ona"}},
		"stray":  {State: care.AlertOpen, Told: []string{"ona"}},
	} {
		a.ID, a.Opened, a.Rev, a.Signals = id, w.now.Add(-3*time.Minute), worldRev, []string{"button"}
		if a.Sender != "" {
			a.Chat, a.Network = w.chat[a.Sender], "A"
			a.Words = []care.Words{worldWords(w, a.Sender, "alert"), worldVoice(w, a.Sender)}
			a.Where, a.Phone = worldWords(w, a.Sender, "whereabouts"), worldWords(w, a.Sender, "number")
		}
		if id == "watch" {
			a.Chat = 0 // its sender asked for nothing, the watch over the visit did
		}
		if id == "stray" {
			a.Chat, a.Words = w.chat["ask"], []care.Words{{Text: secret("ask", "alert"), At: w.now}}
			w.keep(care.KindAccount, ChatID(a.Chat), &care.Account{Chat: a.Chat, Alert: id})
		} else if a.Open() && a.Chat != 0 {
			w.keep(care.KindAccount, ChatID(a.Chat), &care.Account{Chat: a.Chat, Contact: a.Sender, Alert: id})
		}
		if a.Owner != "" {
			a.Taken = w.now.Add(-2 * time.Minute)
		}
		w.keep(care.KindAlert, id, a)
	}
	w.keep(care.KindBoard, care.BoardID, &care.Board{Open: []string{"open", "taken", "free", "passed", "watch", "stray"}, Last: w.now})
	w.change("ona", func(c *care.Contact) {
		c.Holds, c.HoldsToo, c.Relays = "taken", []string{"passed", "free", "watch"}, "taken"
	})
}

func (w *roleWorld) change(who string, how func(*care.Contact)) {
	c := get[care.Contact](w.house, care.KindContact, who)
	how(c)
	w.keep(care.KindContact, who, c)
}

// worldWords is something that somebody wrote.
func worldWords(w *roleWorld, author, what string) care.Words {
	return care.Words{Author: author, Text: secret(author, what), At: w.now.Add(-time.Hour), Chat: w.chat[author], Message: 700}
}

// worldVoice is a voice message that somebody sent.
func worldVoice(w *roleWorld, author string) care.Words {
	return care.Words{Author: author, At: w.now.Add(-time.Hour), Chat: w.chat[author], Message: 701,
		Media: care.Media{Kind: care.Voice, File: secret(author, "voice"), Chat: w.chat[author], Message: 701}}
}
