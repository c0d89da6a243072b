package flows

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// house is a team with one circle in memory: decisions are taken on its
// records, and land in them at once.
type house struct {
	*testing.T
	c       *Companion
	now     time.Time
	records map[string]json.RawMessage
	timers  map[TimerKey]time.Time
	n       int
}

func (h *house) Read(kind care.Kind, id string, into any) (bool, error) {
	raw, found := h.records[string(kind)+":"+id]
	if !found {
		return false, nil
	}
	return true, json.Unmarshal(raw, into)
}

func (h *house) keep(kind care.Kind, id string, value any) {
	h.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		h.Fatal(err)
	}
	h.records[string(kind)+":"+id] = raw
}

// get is a record as it stands; the zero value when there is none.
func get[V any](h *house, kind care.Kind, id string) *V {
	h.Helper()
	v := new(V)
	if _, err := h.Read(kind, id, v); err != nil {
		h.Fatal(err)
	}
	return v
}

// chats are the Telegram chats of those who live in the house.
var chats = map[string]int64{"mina": 11, "jo": 12, "cora": 13, "pat": 21, "rel": 22}

// newHouse: mina is on call around the clock, jo is the other practitioner,
// cora coordinates; pat's circle holds rel, mina and jo.
func newHouse(t *testing.T) *house {
	t.Helper()
	c := plain()
	c.Read = func(text, _ string) urgency.Reading {
		switch text {
		case "danger":
			return urgency.Reading{Level: urgency.Urgent, Signals: []urgency.Signal{"medical"}}
		case "worse":
			return urgency.Reading{Level: urgency.Soon, Signals: []urgency.Signal{"self_harm"}}
		}
		return urgency.Reading{}
	}
	h := &house{T: t, c: c, now: time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC), records: map[string]json.RawMessage{}, timers: map[TimerKey]time.Time{}}
	week := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	h.keep(care.KindTeam, TeamID, &care.Team{
		Name: "North", Zone: "Europe/London", Country: "GB", Escalation: care.DefaultEscalation,
		Hours:  care.Hours{Days: week, From: "09:00", Until: "17:00"},
		Staff:  []care.StaffMember{{ID: "mina", Name: "Mina", Role: care.Practitioner}, {ID: "jo", Name: "Jo", Role: care.Practitioner}, {ID: "cora", Name: "Cora", Role: care.Coordinator}},
		OnCall: []care.Shift{{Hours: care.Hours{Days: week, From: "00:00", Until: "00:00"}, Staff: []string{"mina"}}},
	})
	circle := &care.Network{ID: "circle", Called: "Pat", Centre: "pat"}
	roles := map[string]care.Role{"mina": care.Practitioner, "jo": care.Practitioner, "cora": "", "pat": care.Person, "rel": care.Relative}
	for _, name := range []string{"mina", "jo", "cora", "pat", "rel"} {
		role := roles[name]
		who := &care.Contact{ID: name, Chat: chats[name], Name: name, Language: "en"}
		if role.Staff() || role == "" {
			who.Staff = name
			h.keep(care.KindStaff, name, &care.StaffLink{Staff: name, Contact: name})
		}
		if role != "" {
			who.Networks = []string{"circle"}
			circle.Add(care.Member{Contact: name, Role: role})
		}
		h.keep(care.KindContact, name, who)
		h.keep(care.KindAccount, ChatID(who.Chat), &care.Account{Chat: who.Chat, Contact: name})
	}
	h.keep(care.KindNetwork, "circle", circle)
	return h
}

// does lets an event happen, and everything that it changes.
func (h *house) does(ev Event) Decision {
	h.Helper()
	h.n++
	ev.ID, ev.Seed = fmt.Sprint("e:", h.n), Seed{byte(h.n), byte(h.n >> 8), 1}
	if ev.At.IsZero() {
		ev.At = h.now
	}
	d, err := h.c.Decide(h, ev, h.now)
	if err != nil {
		h.Fatalf("%s: %v", ev.Kind, err)
	}
	for _, p := range d.Put {
		if p.Value == nil {
			delete(h.records, string(p.Kind)+":"+p.ID)
			continue
		}
		h.keep(p.Kind, p.ID, p.Value)
	}
	for _, t := range d.Timers {
		if t.Due.IsZero() {
			delete(h.timers, t.Key)
		} else {
			h.timers[t.Key] = t.Due
		}
	}
	return d
}

func (h *house) writes(who, text string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindText, Chat: chats[who], From: Sender{ID: chats[who], Language: "en"}, Text: text, Message: 900})
}

func (h *house) taps(who, data string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindTap, Chat: chats[who], Message: 900, Tap: Tap{ID: "q", Data: data}})
}

func (h *house) fails(f Failure) Decision {
	h.Helper()
	return h.does(Event{Kind: KindFailure, Failure: f})
}

// fire lets the timers that are due by now happen, each at its time.
func (h *house) fire() (all []Decision) {
	h.Helper()
	for k, due := range h.timers {
		if !due.After(h.now) {
			delete(h.timers, k)
			all = append(all, h.does(Event{Kind: KindTimer, At: due, Timer: k}))
		}
	}
	return all
}

// heard are the keys of what a decision says to somebody.
func heard(d Decision, who string) (keys []locales.Key) {
	for _, m := range d.Say {
		if m.Person == who {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

func hears(d Decision, who string, key locales.Key) bool { return slices.Contains(heard(d, who), key) }

// address asks what would become of a message if it left now.
func (h *house) address(m Message) Delivery {
	h.Helper()
	to, err := Address(h, Row{ID: "r", At: h.now, Message: m}, h.now)
	if err != nil {
		h.Fatal(err)
	}
	return to
}

func duty(who string) Message {
	return Message{Person: who, Chat: chats[who], Lane: Urgent, Guard: Guard{Purpose: PurposeDuty}}
}

// applies applies the team file with one change.
func (h *house) applies(change func(*care.Team)) Decision {
	h.Helper()
	team := get[care.Team](h, care.KindTeam, TeamID)
	change(team)
	return h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "team", Team: team}})
}

func without(staff string) func(*care.Team) {
	return func(t *care.Team) {
		t.Staff = slices.DeleteFunc(t.Staff, func(m care.StaffMember) bool { return m.ID == staff })
	}
}

func demoted(staff string) func(*care.Team) {
	return func(t *care.Team) {
		for i := range t.Staff {
			if t.Staff[i].ID == staff {
				t.Staff[i].Role = care.Volunteer
			}
		}
	}
}

// joinsAs opens an operator's link for a staff id from a chat that is new.
func (h *house) joinsAs(staff string, chat int64) Decision {
	h.Helper()
	token := Seed{9, byte(h.n)}.Token("invitation", 1)
	h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "invite", Invite: &care.Invitation{ID: TokenID(token), Role: care.Practitioner, Staff: staff}}})
	return h.does(Event{Kind: KindText, Chat: chat, From: Sender{ID: chat, Name: "Again", Language: "en"}, Text: "/start " + token})
}

func TestWhoeverWritesAgainCanBeReachedAgain(t *testing.T) {
	h := newHouse(t)
	h.does(Event{Kind: KindBlocked, Chat: chats["mina"]})
	if d := h.writes("pat", "HELP"); hears(d, "mina", locales.CardOpen) || !hears(d, "jo", locales.CardOpen) {
		t.Errorf("mina, who blocked the bot, hears %v; jo %v", heard(d, "mina"), heard(d, "jo"))
	}
	h.does(Event{Kind: KindUnblocked, Chat: chats["mina"]})
	h.fails(Failure{Chat: chats["mina"], Person: "mina", Reason: FailedBlocked}) // a row from before
	if !get[care.Contact](h, care.KindContact, "mina").Blocked {
		t.Error("a failure of the chat that counts is not remembered")
	}
	h.writes("mina", "/help")
	if get[care.Contact](h, care.KindContact, "mina").Blocked {
		t.Error("mina writes and still counts as unreachable")
	}
	if d := h.writes("rel", "HELP"); !hears(d, "mina", locales.CardOpen) {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
}

func TestAFailureOfAReplacedChatSaysNothingOfTheNewOne(t *testing.T) {
	h := newHouse(t)
	for _, reason := range []string{FailedBlocked, FailedGone} {
		h.fails(Failure{Chat: 99, Person: "mina", Reason: reason})
		if get[care.Contact](h, care.KindContact, "mina").Blocked {
			t.Errorf("%s: the new chat counts as unreachable", reason)
		}
	}
}

// I7: a lost telephone must not go on reading.
func TestASecondAccountTakesTheRoleFromTheFirst(t *testing.T) {
	h := newHouse(t)
	if to := h.address(duty("mina")); to.Verdict != Send {
		t.Fatalf("before: %+v", to)
	}
	h.joinsAs("mina", 31)
	if to := h.address(duty("mina")); to.Verdict != Drop || to.Reason != "account.replaced" {
		t.Errorf("a card to the first account: %+v", to)
	}
	if d := h.writes("mina", "/inbox"); d.Reason != "start.stranger" {
		t.Errorf("the first account opens the inbox: %s", d.Reason)
	}
	if d := h.taps("mina", data("inbox", "circle", 0, "first")); d.Reason != "tap.refused" {
		t.Errorf("and reads it: %s", d.Reason)
	}
	d := h.writes("pat", "HELP")
	if hearsChat(d, chats["mina"], locales.CardOpen) || !slices.ContainsFunc(d.Say, func(m Message) bool { return m.Chat == 31 && m.Key == locales.CardOpen }) {
		t.Errorf("%+v", d.Say)
	}
}

// The link decides, also when the first account's own record still says staff.
func TestAnAccountThatTheLinkDoesNotNameHasNoRole(t *testing.T) {
	h := newHouse(t)
	h.keep(care.KindStaff, "mina", &care.StaffLink{Staff: "mina", Contact: "another"})
	if to := h.address(duty("mina")); to.Verdict != Drop || to.Reason != "no.role" {
		t.Errorf("%+v", to)
	}
	if d := h.writes("mina", "/inbox"); d.Reason != "command.unknown" {
		t.Errorf("/inbox: %s", d.Reason)
	}
}

func TestAVolunteerGetsNoCardThatWasMeantForAPractitioner(t *testing.T) {
	h := newHouse(t)
	d := h.writes("pat", "HELP")
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == "mina" && m.Key == locales.CardOpen })
	if i < 0 || h.address(d.Say[i]).Verdict != Send {
		t.Fatalf("%+v", d.Say)
	}
	h.applies(demoted("mina"))
	if to := h.address(d.Say[i]); to.Verdict != Drop || to.Reason != "no.role" {
		t.Errorf("%+v", to)
	}
	if d := h.taps("mina", data("alert", get[care.Account](h, care.KindAccount, "21").Alert, 1, "take")); d.Reason != "tap.refused" {
		t.Errorf("a volunteer takes it: %s", d.Reason)
	}
}

func TestWhoeverLeftTheTeamHasNoPlaceInACircle(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "some words")
	h.applies(without("mina"))
	for _, press := range []string{data("circle", "circle", 0, ""), data("circle", "circle", 0, "invite.relative"), data("circle", "circle", 0, "checkin"),
		data("circle", "circle", 0, "staff"), data("inbox", "circle", 0, "first"), data("plan", "circle", 0, "")} {
		if d := h.taps("mina", press); d.Reason != "tap.refused" {
			t.Errorf("%s: %s", press, d.Reason)
		}
	}
	d := h.writes("mina", "/circle")
	if hears(d, "mina", locales.CircleTitle) || len(heard(d, "mina")) == 0 {
		t.Errorf("/circle shows %v", heard(d, "mina"))
	}
	if d := h.writes("mina", "/inbox"); d.Reason != "command.unknown" {
		t.Errorf("/inbox: %s", d.Reason)
	}
	if d := h.writes("rel", "more words"); len(heard(d, "mina")) > 0 {
		t.Errorf("mina hears of new words: %v", heard(d, "mina"))
	}
	row := Message{Person: "mina", Chat: chats["mina"], Lane: Bulk, Guard: Guard{Purpose: PurposeNotice, Network: "circle"}}
	if to := h.address(row); to.Verdict != Drop || to.Reason != "no.role" {
		t.Errorf("a row of the circle: %+v", to)
	}
}
