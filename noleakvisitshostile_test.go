package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// forgedTaps are what nobody was shown, by what its id is the id of.
var forgedTaps = map[string][]string{
	"visit": {"visit/%s/%d/show", "visit/%s/%d/back", "visit/%s/%d/yes", "visit/%s/%d/no", "offer/%s/%d/like", "offer/%s/%d/show", "offer/%s/%d/no",
		"found/%s/%d/yes", "found/%s/%d/else", "going/%s/%d/card", "going/%s/%d/where", "going/%s/%d/move", "going/%s/%d/days", "going/%s/%d/cancel",
		"buddy/%s/%d/yes", "buddy/%s/%d/no", "buddy/%s/%d/awake", "buddy/%s/%d/pick.b.0", "buddy/%s/%d/pick.d.0", "buddy/%s/%d/ask.b.val000000003", "buddy/%s/%d/ask.d.wim000000000",
		"watch/%s/%d/here", "watch/%s/%d/more30", "watch/%s/%d/done", "watch/%s/%d/home", "watch/%s/%d/safe", "watch/%s/%d/raise",
		"again/%s/%d/yes", "again/%s/%d/please", "again/%s/%d/else", "alert/%s/%d/take"},
	"contact": {"peers/%s/%d/one", "peers/%s/%d/withdraw_yes", "peers/%s/%d/admit_yes", "company/%s/%d/open", "see/%s/%d/f.open", "see/%s/%d/f.team", "peer/%s/%d/yes", "inbox/%s/%d/open", "mine/%s/%d/open"},
	"network": {"visit/%s/%d/", "visit/%s/%d/new", "circle/%s/%d/open", "inbox/%s/%d/open"},
	"friend":  {"company/%s/%d/open", "company/%s/%d/near", "company/%s/%d/off"},
	"alert":   {"alert/%s/%d/take", "alert/%s/%d/read", "alert/%s/%d/done", "alert/%s/%d/safe", "relay/%s/%d/open", "safe/%s/%d/"},
	"-":       {"peers/%s/%d/", "peers/%s/%d/invite", "peer/%s/%d/about", "peer/%s/%d/sign", "company/%s/%d/list", "company/%s/%d/pic.l", "visit/%s/%d/send", "inbox/%s/%d/open"},
}

// forges lets somebody press what is not theirs: what stood on another phone, one
// button with the id of another, or one that never stood anywhere.
func (l *visitLeak) forges(ctx context.Context) error {
	l.sum["hostile taps"]++
	who := l.anybody()
	switch n := l.rng.IntN(10); {
	case n < 4 && len(l.seen) > 0:
		return l.taps(ctx, who.ID, l.seen[l.rng.IntN(len(l.seen))])
	case n < 6 && len(l.seen) > 0:
		mine, other := strings.SplitN(l.seen[l.rng.IntN(len(l.seen))], "/", 4), strings.SplitN(l.seen[l.rng.IntN(len(l.seen))], "/", 4)
		if len(mine) < 4 || len(other) < 4 {
			return nil
		}
		mine[1] = other[1]
		if l.rng.IntN(2) == 0 {
			mine[2] = other[2]
		}
		return l.taps(ctx, who.ID, strings.Join(mine, "/"))
	}
	kind := []string{"visit", "visit", "visit", "visit", "visit", "contact", "network", "friend", "alert", "-"}[l.rng.IntN(10)]
	id, rev := "-", l.rng.IntN(4)
	switch v := l.someVisit(l.rng.IntN(3) > 0); {
	case kind == "visit" && v != nil:
		id, rev = v.ID, []int{v.Rev, v.Seq, rev}[l.rng.IntN(3)]
	case kind == "alert" && v != nil && v.Alert != "":
		id = v.Alert
	case kind == "contact":
		id = hostileID(hostileCast[l.rng.IntN(len(hostileCast))])
	case kind == "network":
		id = fmt.Sprintf("ring%08d", l.rng.IntN(2))
	case kind == "friend":
		id = fmt.Sprintf("frie%08d", l.rng.IntN(2))
	case kind != "-":
		return nil
	}
	return l.taps(ctx, who.ID, fmt.Sprintf(forgedTaps[kind][l.rng.IntN(len(forgedTaps[kind]))], id, rev))
}

// someVisit draws one of those that are open, or of all.
func (l *visitLeak) someVisit(open bool) *care.Visit {
	var all []*care.Visit
	for _, v := range l.visits {
		if v.Open() || !open {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b *care.Visit) int { return strings.Compare(a.ID, b.ID) })
	if len(all) == 0 {
		return nil
	}
	return all[l.rng.IntN(len(all))]
}

func visitLeakBegins(v *care.Visit) time.Time {
	at, err := calendar.Instant(v.Day, v.Clock, calendar.Zone(v.Zone))
	if err != nil {
		panic(err)
	}
	return at
}

func (l *visitLeak) commands(ctx context.Context) error {
	who, all := l.anybody(), []string{"/visit", "/volunteer", "/volunteers", "/circle", "/mine", "/inbox", "/company", "/agenda", "/mydata", "/help", "/start", "/stop", "/today"}
	command := all[l.rng.IntN(len(all))]
	l.note("%s says %s", l.nameOf(who.ID), command)
	_, err := l.st.Server.Says(ctx, who.ID, command)
	return err
}

// typedFor is what words are that complete something which was begun.
var typedFor = map[string]string{"visit.own": "wish", "visit.wish": "wish", "visit.where": "place", "volunteer.about": "about", "volunteer.sign": "secret",
	"friend": "company", "friend.name": "company", "friend.near": "company"}

// writes lets somebody write something that nobody has ever written: for the team,
// or what they were asked for.
func (l *visitLeak) writes(ctx context.Context) error {
	who := l.anybody()
	c, err := l.contact(ctx, l.contacts[who.ID])
	if err != nil {
		return err
	}
	kind, visit := []string{"words", "number"}[l.rng.IntN(2)], ""
	if d := c.Draft; d != nil && typedFor[d.What] != "" {
		if l.st.App.Now().Sub(d.Since) > 14*time.Minute {
			return nil // at the very end nobody knows who takes it
		}
		kind, visit = typedFor[d.What], d.About
	}
	word := l.ear.canary(kind, l.contacts[who.ID], who.ID, visit)
	if kind == "words" || kind == "number" {
		l.told[word] = true
	}
	l.note("%s writes %s, as %s", l.nameOf(who.ID), word, kind)
	_, err = l.st.Server.Says(ctx, who.ID, word)
	return err
}

// pastes lets somebody who has read an address write it where it does not belong:
// into the group, to the companion there, or to the companion.
func (l *visitLeak) pastes(ctx context.Context) error {
	who := l.anybody()
	var read []string
	for word, c := range l.ear.canaries {
		if c.kind == "place" && strings.HasPrefix(word, "zq") && (c.chat == who.ID || l.reads[who.ID][word]) {
			read = append(read, word)
		}
	}
	if len(read) == 0 {
		return nil
	}
	slices.Sort(read)
	word := read[len(read)-1]
	text := []string{word + " Mill Lane", "I go to " + word + " Mill Lane", "the bell at " + word + " mill lane, third floor on the left, is broken"}[l.rng.IntN(3)]
	in := []int64{who.ID, l.group}[l.rng.IntN(2)]
	if in == l.group && l.rng.IntN(3) > 0 {
		text = "@" + stageBot + " " + text
	}
	l.told[word] = true
	l.sum["addresses pasted"]++
	l.note("%s pastes %s into %s", l.nameOf(who.ID), text, l.nameOf(in))
	_, err := l.st.Server.SaysIn(ctx, who.ID, in, text, 0)
	return err
}

// opensLink follows any link that anybody was given.
func (l *visitLeak) opensLink(ctx context.Context) error {
	links, err := l.st.Server.Links(l.anybody().ID)
	if err != nil || len(links) == 0 {
		return err
	}
	who := l.anybody()
	l.sum["links of others"]++
	l.note("%s opens a link", l.nameOf(who.ID))
	_, err = l.st.Server.Opens(ctx, who.ID, links[l.rng.IntN(len(links))])
	return err
}

// coordinates lets the coordinator withdraw a volunteer, or admit them anew, who
// then reads the guide.
func (l *visitLeak) coordinates(ctx context.Context) error {
	dora, val := l.chatOf("Dora"), []string{"val000000002", "val000000003", "val000000004", "wim000000000"}[l.rng.IntN(4)]
	l.note("Dora looks after %s", val)
	if _, err := l.st.Server.Says(ctx, dora, "/volunteers"); err != nil {
		return err
	}
	for range 3 { // the name, what can be done, and that it is meant
		if err := l.settle(ctx); err != nil {
			return err
		}
		if err := l.presses(ctx, dora, "peers/"+val+"/", ""); err != nil {
			return err
		}
	}
	if err := l.settle(ctx); err != nil {
		return err
	}
	l.sum["volunteers withdrawn or admitted"]++
	return l.taps(ctx, l.ids[val], "peer/-/0/read")
}

// removes lets the first person take the relative out of their circle: from then
// on they are a stranger to it.
func (l *visitLeak) removes(ctx context.Context) error {
	l.sum["relatives removed"]++
	for _, act := range []string{"remove", "remove_yes"} {
		if err := l.taps(ctx, l.ids["pia000000000"], "circle/ring00000000/0/"+act+".rel000000000"); err != nil {
			return err
		}
	}
	return nil
}

// blocks lets a volunteer or the relative shut their door, or open it again.
func (l *visitLeak) blocks(ctx context.Context) error {
	who := l.people[len(l.people)-len(hostileCast)+2+l.rng.IntN(7)]
	now, _ := l.st.Server.Named(who.Name)
	l.shut[who.ID] = true
	l.sum["doors shut or opened"]++
	if now.Blocked {
		l.note("%s opens their door", l.nameOf(who.ID))
		return l.st.Server.Unblocks(ctx, who.ID)
	}
	l.note("%s shuts their door", l.nameOf(who.ID))
	return l.st.Server.Blocks(ctx, who.ID)
}
