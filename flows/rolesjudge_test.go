package flows

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"polyphony/care"
)

// What came of it is read off the effects alone: which records would change,
// whose they are, who else would be told, and which canaries the actor would
// read. The reason that a conversation gives for itself is not asked.

// roleEffect is what an act did, as letters: s sees, c changes, t tells.
type roleEffect struct {
	sees, changes, tells, own bool
	saw                       []string // why, for whoever reads a failure
}

func (e roleEffect) String() string {
	out := ""
	for _, one := range []struct {
		is     bool
		letter string
	}{{e.sees, "s"}, {e.changes, "c"}, {e.tells, "t"}} {
		if one.is {
			out += one.letter
		}
	}
	if out == "" && e.own {
		return "o"
	}
	if out == "" {
		return "-"
	}
	return out
}

func (e *roleEffect) add(other roleEffect) {
	e.sees, e.changes, e.tells, e.own = e.sees || other.sees, e.changes || other.changes, e.tells || other.tells, e.own || other.own
	e.saw = append(e.saw, other.saw...)
}

// actorView is the world with something begun by the actor.
type actorView struct {
	*roleWorld
	who   string
	begun *care.Draft
}

func (v actorView) Read(kind care.Kind, id string, into any) (bool, error) {
	found, err := v.roleWorld.Read(kind, id, into)
	if c, ok := into.(*care.Contact); ok && found && v.begun != nil && id == v.who {
		c.Draft = v.begun
	}
	if a, ok := into.(*care.Account); ok && found && v.begun != nil {
		a.Alert = "" // while they ask for help, everything they type joins that
	}
	return found, err
}

// attempt lets one person try one thing and judges it. Nothing lands.
func (w *roleWorld) attempt(who string, try roleTry) (e roleEffect, err error) {
	ev, chat := try.ev, w.chat[who]
	ev.ID, ev.Seed, ev.At, ev.From = "e:1", Seed{7, 7, 7}, w.now, Sender{ID: chat, Name: who, Language: "en"}
	if ev.Chat == 0 {
		ev.Chat = chat
	}
	v := actorView{roleWorld: w, who: who}
	if try.draft != nil {
		v.begun = copied(reflect.ValueOf(try.draft)).Interface().(*care.Draft)
		v.begun.Since = w.now.Add(-1)
	}
	d, err := w.c.Decide(v, ev, w.now)
	if err != nil {
		return e, err
	}
	return w.judged(who, d)
}

// indexes say nothing of anybody: what stands in them is judged by itself.
var indexes = []care.Kind{care.KindBoard, care.KindTally, care.KindVisits}

// clocks are timers of the whole team, which run whoever does what.
var clocks = []string{"team", "rota", "board"}

func (w *roleWorld) judged(who string, d Decision) (e roleEffect, err error) {
	for _, p := range d.Put {
		var raw []byte
		if p.Value != nil {
			if raw, err = json.Marshal(p.Value); err != nil {
				return e, err
			}
		}
		before := w.records[string(p.Kind)+":"+p.ID]
		if string(raw) == string(before) || slices.Contains(indexes, p.Kind) {
			continue
		}
		if w.theirOwn(who, p.Kind, p.ID, before, raw) {
			e.own = true
			continue
		}
		e.changes = true
		e.saw = append(e.saw, "changes "+string(p.Kind)+":"+p.ID)
	}
	for _, t := range d.Timers {
		key := t.Key.Subject + ":" + t.Key.ID
		if raw := w.records[key]; raw != nil && !slices.Contains(clocks, t.Key.Subject) && !w.theirOwn(who, care.Kind(t.Key.Subject), t.Key.ID, raw, raw) {
			e.changes = true
			e.saw = append(e.saw, "timer "+t.Key.String())
		}
	}
	for _, x := range d.Erase {
		if x.Contact != who {
			e.changes = true
			e.saw = append(e.saw, "erases "+x.Contact)
		}
		e.own = true
	}
	for _, m := range d.Say {
		w.said(who, m, &e)
	}
	return e, nil
}

// said judges one message: to the actor it may show something, to others it tells.
func (w *roleWorld) said(who string, m Message, e *roleEffect) {
	if m.Channel != "" || m.Chat != w.chat[who] {
		if !(w.inOther(who) && w.inOther(w.personAt(m.Chat))) {
			e.tells = true
			e.saw = append(e.saw, "tells "+w.personAt(m.Chat)+m.Channel+" "+string(m.Key))
		}
		return
	}
	if m.Copy != nil && m.Copy.Chat != w.chat[who] {
		e.sees = true
		e.saw = append(e.saw, "a copy of somebody's message")
	}
	m.Guard = Guard{}
	raw, err := json.Marshal(m)
	if err != nil {
		w.Fatal(err)
	}
	for _, c := range canaryOf.FindAllStringSubmatch(string(raw), -1) {
		if c[1] == who {
			e.own = true
			continue
		}
		e.sees = true
		e.saw = append(e.saw, "sees "+c[0]+" in "+string(m.Key))
	}
	if meetingHour.Match(raw) {
		e.sees = true
		e.saw = append(e.saw, "sees the hour in "+string(m.Key))
	}
}

var (
	canaryOf    = regexp.MustCompile(`zq([a-z]+)-([a-z]+)`)
	meetingHour = regexp.MustCompile(`11:37`)
)

func (w *roleWorld) personAt(chat int64) string {
	for id, at := range w.chat {
		if at == chat {
			return id
		}
	}
	return "a group"
}

// inOther are those of the other circle: what passes between them is theirs.
func (w *roleWorld) inOther(who string) bool {
	return slices.Contains([]string{"nora", "nell", "otto"}, who)
}

// theirOwn reports whether a record is nobody's business but the actor's: it is
// about them alone, or of the other circle and they are of it. Before is nil
// for a new record.
func (w *roleWorld) theirOwn(who string, kind care.Kind, id string, before, after []byte) bool {
	now := before
	if now == nil {
		now = after
	}
	var owner, network string
	var loose map[string]json.RawMessage
	if err := json.Unmarshal(now, &loose); err != nil {
		w.Fatal(err)
	}
	str := func(field string) (s string) {
		_ = json.Unmarshal(loose[field], &s)
		return s
	}
	switch kind {
	case care.KindContact:
		return id == who
	case care.KindAccount:
		return id == ChatID(w.chat[who])
	case care.KindStaff:
		return false
	case care.KindNote:
		owner, network = str("a"), str("n")
	case care.KindPlan, care.KindCheckIn:
		owner, network = str("m"), str("n")
	case care.KindMeasure:
		owner = str("m")
	case care.KindVolunteer, care.KindCompany, care.KindMine:
		owner = str("c")
	case care.KindPeers:
		return w.samePeers(who, before, after)
	case care.KindShelf:
		network = str("n")
		if network == "" {
			return true // of those who are in no circle
		}
	case care.KindNetwork:
		network = id
	case care.KindAlert:
		network, owner = str("n"), str("s")
		if network == "" && before == nil {
			return true // a call for help of their own
		}
	case care.KindGroup:
		return id == ChatID(otherGroup) || before == nil
	case care.KindMeeting, care.KindRequest, care.KindVisit, care.KindSeries, care.KindInvitation:
		network = str("n")
		if network == "" {
			return false
		}
	case care.KindRota, care.KindTeam, care.KindSeenLink:
		return false
	}
	if network == "B" {
		return w.inOther(who)
	}
	if owner == who {
		return before != nil || network == "" || w.placed(who)
	}
	return false
}

// placed reports whether somebody has a place in the circle that counts.
func (w *roleWorld) placed(who string) bool {
	return slices.Contains([]string{"pat", "rel", "ria", "wen", "stan", "jo", "mina"}, who)
}

// samePeers reports whether only the actor's own entry differs.
func (w *roleWorld) samePeers(who string, before, after []byte) bool {
	without := func(raw []byte) string {
		var all care.Peers
		if err := json.Unmarshal(raw, &all); err != nil {
			w.Fatal(err)
		}
		all.All = slices.DeleteFunc(all.All, func(p care.Peer) bool { return p.Contact == who })
		out, _ := json.Marshal(all)
		return string(out)
	}
	return without(before) == without(after)
}

// row tries one action as everybody: a cell for each column, and why.
func (w *roleWorld) row(a roleAct) (cells []string, why map[string][]string, faults []string) {
	why = map[string][]string{}
	for _, p := range roleColumns {
		var all roleEffect
		for _, try := range a.tries {
			e, err := w.attempt(p.id, try)
			if err != nil {
				faults = append(faults, a.name+" as "+p.id+" ("+try.ev.Tap.Data+try.ev.Text+"): "+err.Error())
				continue
			}
			all.add(e)
		}
		cells = append(cells, all.String())
		slices.Sort(all.saw)
		why[p.id] = slices.Compact(all.saw)
	}
	return cells, why, faults
}

// pattern is a row's cells in one line.
func pattern(cells []string) string { return strings.Join(cells, " ") }
