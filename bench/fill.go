package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
	"polyphony/store"
)

// commit lands a decision that no conversation took, the way every one lands. A
// bot that runs already may be quicker to claim the item; then there is another.
func commit(st *store.Store, id string, d flows.Decision) (err error) {
	for try := range 20 {
		if err = commitAs(st, fmt.Sprint(id, "/", time.Now().UnixNano(), try), d); !errors.Is(err, errTaken) {
			return err
		}
	}
	return err
}

var errTaken = errors.New("the bot took it")

func commitAs(st *store.Store, id string, d flows.Decision) error {
	ctx, now := context.Background(), time.Now()
	if _, err := st.Enter(ctx, now); err != nil {
		return err
	}
	item := flows.Item{ID: id, Queue: "operator:bench", Source: flows.FromOperator, At: now}
	if _, err := rand.Read(item.Seed[:]); err != nil {
		return err
	}
	if _, err := st.Record(ctx, []flows.Item{item}); err != nil {
		return err
	}
	claims, err := st.Claim(ctx, now, 1)
	if err != nil {
		return fmt.Errorf("claim of %s: %w", id, err)
	}
	if len(claims) != 1 {
		return fmt.Errorf("claim of %s: %w", id, errTaken)
	}
	d.Reason = "prepared"
	_, err = st.Commit(ctx, now, claims[0], st.Begin(ctx), d, false)
	return err
}

// inBatches makes decisions of n things each, so that no script runs for long.
func inBatches(st *store.Store, name string, from, until, batch int, add func(*flows.Decision, int)) error {
	for ; from < until; from += batch {
		var d flows.Decision
		for i := from; i < min(from+batch, until); i++ {
			add(&d, i)
		}
		if err := commit(st, fmt.Sprint(name, from), d); err != nil {
			return err
		}
	}
	return nil
}

// queueBulk queues messages to so many chats.
func queueBulk(st *store.Store, n int) error {
	return inBatches(st, "bulk", 0, n, 2_000, func(d *flows.Decision, i int) {
		d.Say = append(d.Say, flows.Message{Chat: int64(100_000 + i), Lane: flows.Bulk, Key: locales.ListName,
			Args: flows.Args{"Name": {Text: fmt.Sprint("bulk ", i)}}})
	})
}

// setTimers sets timers of so many subjects, all due at once.
func setTimers(st *store.Store, n int, due time.Time) error {
	return inBatches(st, "timers", 0, n, 5_000, func(d *flows.Decision, i int) {
		d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "contact", ID: strconv.Itoa(100_000 + i), What: "remind"}, Due: due})
	})
}

// firstOnCall is where the chats of the people on call begin; there are onCall of them.
const (
	onCall      = 200
	firstOnCall = 3_000_000
)

// staff commits a team with all its people on call, as joined.
func staff(st *store.Store) error {
	team := &care.Team{Name: "Riverside", Zone: "Europe/London", Country: "GB", Languages: []string{"en"}, Escalation: care.DefaultEscalation}
	var d flows.Decision
	every := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	for i := range onCall {
		id := "p" + strconv.Itoa(i)
		team.Staff = append(team.Staff, care.StaffMember{ID: id, Name: "P", Role: care.Practitioner})
		team.OnCall = append(team.OnCall, care.Shift{Hours: care.Hours{Days: every, From: "00:00", Until: "00:00"}, Staff: []string{id}})
		chat := int64(firstOnCall + i)
		d.Put = append(d.Put,
			flows.Put{Kind: care.KindContact, ID: id, Value: &care.Contact{ID: id, Chat: chat, Name: "P", Language: "en", Staff: id}},
			flows.Put{Kind: care.KindStaff, ID: id, Value: &care.StaffLink{Staff: id, Contact: id}},
			flows.Put{Kind: care.KindAccount, ID: flows.ChatID(chat), Value: &care.Account{Chat: chat, Contact: id}})
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindTeam, ID: flows.TeamID, Value: team})
	return commit(st, "staff", d)
}

// firstMember is where the chats of members begin.
const firstMember = 10_000_000

// circleOf is how many members share a circle and its meeting.
const circleOf = 4

// members commits members from number from on: each with their permissions, a
// check-in plan, the timer of their reminders (one a member, for however many
// reminders) and the timer of their plan; every four share a circle and a meeting.
func members(st *store.Store, from, until int) error {
	began := time.Now().UTC()
	return inBatches(st, "members", from, until, 500, func(d *flows.Decision, i int) {
		member(d, i, began)
		if i%circleOf == 0 {
			circle(d, i, began)
		}
	})
}

func memberID(i int) string { return fmt.Sprintf("m%010d", i) }

func member(d *flows.Decision, i int, began time.Time) {
	id, network, chat := memberID(i), "n"+memberID(i-i%circleOf), int64(firstMember+i)
	c := &care.Contact{ID: id, Chat: chat, Name: "Maya", Language: "en", Networks: []string{network}, Consents: map[care.Purpose]care.Consent{}}
	for _, p := range []care.Purpose{care.Reminders, care.CheckIns, care.Reading} {
		consent := care.Consent{Purpose: p, Granted: true, At: began, Wording: 1, Language: "en"}
		c.Consents[p], c.History = consent, append(c.History, consent)
		d.Audit = append(d.Audit, flows.Entry{Subject: "contact:" + id, At: began, Who: id, What: flows.Reason("consent." + string(p))})
	}
	plan := &care.Plan{ID: "k" + id, Network: network, Member: id, Weekday: -1, Clock: "18:00", By: id, Agreed: true, At: began,
		Questions: []care.Question{{Text: "How was today, from 0 to 10?"}}, Rev: 1}
	d.Put = append(d.Put,
		flows.Put{Kind: care.KindContact, ID: id, Value: c},
		flows.Put{Kind: care.KindAccount, ID: flows.ChatID(chat), Value: &care.Account{Chat: chat, Contact: id}},
		flows.Put{Kind: care.KindPlan, ID: plan.ID, Value: plan})
	d.Timers = append(d.Timers,
		flows.Timer{Key: flows.TimerKey{Subject: "contact", ID: id, What: "remind"}, Due: began.Add(5 * 24 * time.Hour)},
		flows.Timer{Key: flows.TimerKey{Subject: "plan", ID: plan.ID, What: "ask"}, Due: began.Add(24 * time.Hour)})
}

func circle(d *flows.Decision, i int, began time.Time) {
	id := "n" + memberID(i)
	n := &care.Network{ID: id, Centre: memberID(i), Called: "Maya", Meetings: []string{"t" + id}, Began: began}
	m := &care.Meeting{ID: "t" + id, Network: id, Day: began.Add(8 * 24 * time.Hour).Format(time.DateOnly), Clock: "10:00", Zone: "Europe/London",
		Minutes: 90, Place: "12 Mill Lane", Practitioners: []string{"p1", "p2"}, PlannedBy: "p1", At: began, Answers: map[string]care.Answer{}}
	for k := range circleOf {
		who := memberID(i + k)
		n.Members = append(n.Members, care.Member{Contact: who, Role: care.Relative, Relation: "my sister"})
		n.Plans = append(n.Plans, "k"+who)
		m.Invited = append(m.Invited, who)
		m.Answers[who] = care.Coming
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindNetwork, ID: id, Value: n}, flows.Put{Kind: care.KindMeeting, ID: m.ID, Value: m})
	d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "meeting", ID: m.ID, What: "over"}, Due: began.Add(8 * 24 * time.Hour)})
}
