package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// canary is a word that one person wrote once.
type canary struct {
	author  int64
	after   string   // the verb of their last tap before
	circles []string // theirs when they wrote it
	items   []string // what of theirs holds it
}

var canaryWord = regexp.MustCompile(`zq\d{4}x`)

// arrival is a word in a chat.
type arrival struct {
	reader int64
	word   string
}

// leakEar reads everything that is handed to Telegram, files and buttons too.
type leakEar struct {
	next http.RoundTripper
	mu   sync.Mutex
	came []arrival
}

func (e *leakEar) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return e.next.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_ = r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	fields, _ := partsOf(r.Header.Get("Content-Type"), body)
	if chat, err := strconv.ParseInt(fields["chat_id"], 10, 64); err == nil {
		e.arrived(chat, string(body))
		if from, err := strconv.ParseInt(fields["from_chat_id"], 10, 64); err == nil {
			message, _ := strconv.Atoi(fields["message_id"])
			e.mu.Lock()
			e.came = append(e.came, arrival{chat, copyOf(from, message)})
			e.mu.Unlock()
		}
	}
	return e.next.RoundTrip(r)
}

func (e *leakEar) arrived(reader int64, text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, word := range canaryWord.FindAllString(text, -1) {
		e.came = append(e.came, arrival{reader, word})
	}
}

// belonging is who has which place, by chat.
type belonging struct {
	members  map[string]map[int64]care.Role
	staff    map[int64]bool
	contacts map[int64]string
	relays   map[int64]int64 // by chat of the staff member: to which chat their words go in a relay
}

func (b belonging) circles(who int64) (all []string) {
	for id, members := range b.members {
		if _, in := members[who]; in {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// belongs reads who belongs where now.
func (l *leakLife) belongs(ctx context.Context) (belonging, error) {
	b := belonging{map[string]map[int64]care.Role{}, map[int64]bool{}, map[int64]string{}, map[int64]int64{}}
	chats := map[string]int64{}
	tx := l.st.App.Store.Begin(ctx)
	for _, p := range l.st.Server.People() {
		var a care.Account
		var c care.Contact
		if found, err := tx.Read(care.KindAccount, flows.ChatID(p.ID), &a); err != nil || !found || a.Contact == "" {
			continue
		}
		if found, err := tx.Read(care.KindContact, a.Contact, &c); err != nil || !found || c.Chat != p.ID {
			continue
		}
		chats[c.ID], b.contacts[p.ID], b.staff[p.ID] = p.ID, c.ID, c.Staff != ""
		for _, id := range c.Networks {
			b.members[id] = map[int64]care.Role{}
		}
		var relay care.Alert
		if _, err := tx.Read(care.KindAlert, c.Relays, &relay); err != nil {
			return b, err
		}
		if relay.Relay != nil && relay.Relay.With == c.ID {
			b.relays[p.ID] = relay.Chat
		}
	}
	for id := range b.members {
		var n care.Network
		if _, err := tx.Read(care.KindNetwork, id, &n); err != nil {
			return b, err
		}
		for _, m := range n.Members {
			if chat, known := chats[m.Contact]; known {
				b.members[id][chat] = m.Role
			}
		}
	}
	return b, nil
}

// leakNaming are those after which what is typed is a name, a place or a word
// for others to see: of a circle, of somebody without Telegram, on an invitation.
var leakNaming = []string{"circle", "absent", "plan", "meet", "life", "promise", "told"}

// why explains how a word may have reached a reader, "" when nothing does.
func (l *leakLife) why(c *canary, reader int64) string {
	both := func(b belonging, asStaff bool) bool {
		return slices.ContainsFunc(append(b.circles(c.author), c.circles...), func(id string) bool {
			role, in := b.members[id][reader]
			return in && (!asStaff || role.Staff())
		})
	}
	together, asTeam := both(l.was, false) || both(l.is, false), both(l.was, true) || both(l.is, true)
	staff := l.was.staff[reader] || l.is.staff[reader]
	held := func(is func(*leakItem) bool) bool {
		return slices.ContainsFunc(c.items, func(key string) bool { return is(l.items[key]) })
	}
	alone := len(c.items) > 0 && !held(func(it *leakItem) bool { return !it.me })
	switch {
	case reader == c.author:
		return "its author"
	case held(func(it *leakItem) bool { return it.chosen[reader] && l.isIn(it.circle, reader) }):
		return "chosen by its author"
	case alone:
		return ""
	case asTeam:
		return "the team of the circle"
	case staff && held(func(it *leakItem) bool { return it.kind == care.KindAlert }):
		return "a call for help"
	case staff && len(c.circles) == 0:
		return "somebody without a circle"
	case l.was.relays[c.author] == reader || l.is.relays[c.author] == reader:
		return "a relay that its author opened"
	case together && (l.was.staff[c.author] || l.is.staff[c.author]):
		return "staff to their circle"
	case together && slices.Contains(leakNaming, c.after):
		return "a name or place for the circle"
	case together && held(func(it *leakItem) bool { return it.shown }):
		return "a topic for all who are invited"
	case l.opened[reader][c.author] && slices.Contains(leakNaming, c.after):
		return "an invitation"
	}
	return ""
}

// isIn reports whether a reader belongs to a circle now; a measure is of none.
func (l *leakLife) isIn(circle string, reader int64) bool {
	_, in := l.is.members[circle][reader]
	return in || circle == ""
}

func (l *leakLife) judge() {
	l.ear.mu.Lock()
	came := l.ear.came
	l.ear.came = nil
	l.ear.mu.Unlock()
	for _, a := range came {
		c := l.wrote[a.word]
		if c == nil {
			continue
		}
		if why := l.why(c, a.reader); why != "" {
			l.reached++
			l.explained[why]++
			continue
		}
		l.faults = append(l.faults, fmt.Sprintf("act %d: %s of %s (after %q) reached %s", l.acts, a.word, l.nameOf(c.author), c.after, l.nameOf(a.reader)))
	}
}

func (l *leakLife) nameOf(chat int64) string {
	for _, p := range l.people {
		if p.ID == chat {
			return p.Name
		}
	}
	return fmt.Sprint("chat ", chat)
}

// withSecondCircle lets an operator write the records of a further circle.
func withSecondCircle(p *Parts) {
	texts, err := loadTexts()
	if err != nil {
		panic(err)
	}
	companion, err := newCompanion(texts, stageBot)
	if err != nil {
		panic(err)
	}
	p.Decide = func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
		if chats, ok := strings.CutPrefix(ev.Operator.Verb, "second "); ok {
			return secondCircle(tx, strings.Fields(chats), now)
		}
		return companion.Decide(tx, ev, now)
	}
}

// secondCircle: Nora's circle, with Omar who is a relative there, Joseph who is
// in both, and only Ben and Dora of the team.
func (l *leakLife) secondCircle(ctx context.Context) error {
	verb := "second"
	for _, name := range []string{"Nora", "Omar", "Zed"} {
		p, err := l.st.Server.AddPerson(name, "en")
		if err != nil {
			return err
		}
		if name != "Zed" { // who never joins
			verb += fmt.Sprint(" ", p.ID)
		}
	}
	joseph, _ := l.st.Server.Named("Joseph")
	if _, err := l.st.App.operator(ctx, flows.Operator{Verb: fmt.Sprint(verb, " ", joseph.ID)}, nil); err != nil {
		return err
	}
	return l.st.House.Settle(ctx)
}

func secondCircle(tx flows.Tx, chats []string, now time.Time) (d flows.Decision, err error) {
	n := care.Network{ID: "second000000", Called: "Nora", Centre: "nora00000000", Began: now}
	join := func(c *care.Contact, role care.Role) {
		c.Networks = append(c.Networks, n.ID)
		n.Add(care.Member{Contact: c.ID, Role: role})
		d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: c.ID, Value: c})
	}
	for i, chat := range chats {
		number, _ := strconv.ParseInt(chat, 10, 64)
		if i == 2 {
			var a care.Account
			var c care.Contact
			if _, err := tx.Read(care.KindAccount, chat, &a); err != nil {
				return d, err
			}
			if _, err := tx.Read(care.KindContact, a.Contact, &c); err != nil {
				return d, err
			}
			join(&c, care.Relative)
			continue
		}
		c := &care.Contact{ID: []string{"nora00000000", "omar00000000"}[i], Chat: number, Name: []string{"Nora", "Omar"}[i], Language: "en"}
		for _, p := range care.Purposes {
			c.Decide(p, true, now)
		}
		d.Put = append(d.Put, flows.Put{Kind: care.KindAccount, ID: chat, Value: &care.Account{Chat: number, Contact: c.ID}})
		join(c, []care.Role{care.Person, care.Relative}[i])
	}
	for _, staff := range []string{"ben", "dora"} {
		var link care.StaffLink
		var c care.Contact
		if _, err := tx.Read(care.KindStaff, staff, &link); err != nil {
			return d, err
		}
		if _, err := tx.Read(care.KindContact, link.Contact, &c); err != nil {
			return d, err
		}
		join(&c, map[string]care.Role{"ben": care.Practitioner, "dora": care.Coordinator}[staff])
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindNetwork, ID: n.ID, Value: &n})
	return d, nil
}
