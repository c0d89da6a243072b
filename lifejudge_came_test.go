package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// came judges what comes to a phone at the moment at which it comes, by what its
// reader did and by what the records say about them then: whether they agreed
// (I4), whether it is night where they are (I5), whether a reminder is true (I6).
func (h *lifeHouse) came(s *lifeSight) {
	w, p := h.world, h.byChat[s.chat]
	if p == nil || !s.isNew() || s.at.Before(w.begin) {
		return
	}
	ctx := context.Background()
	c, joined := h.place(ctx, s.chat)
	last := h.lastOf(s.chat)
	answer := last != nil && !last.first.IsZero() && s.at.Sub(last.first) < 2*time.Minute || last != nil && w.isDisturbed(last.first, s.at, s.chat) && s.at.Sub(last.first) < time.Hour
	answer = answer || h.isGarbled(s)
	h.cameAllowed(s, p, last, &c, joined, answer)
	h.cameOnce(s, p)
	if !joined {
		return
	}
	p.contact = c.ID
	if len(c.Networks) > 0 {
		p.outSince = time.Time{}
	} else if p.outSince.IsZero() {
		p.outSince = s.at
	}
	if zone := w.zoneOf(h, &c); isQuiet(s.at, zone) && isQuiet(s.at.Add(-30*time.Second), zone) && !answer && !s.silent && !h.isUrgentFor(ctx, s, p, &c) && w.isCalm(s.at) {
		did := "nothing"
		if last != nil {
			did = fmt.Sprintf("%s %q at %s, taken at %s", last.kind, last.text+last.data, last.first.Format("Mon 15:04:05"), last.taken.Format("Mon 15:04:05"))
		}
		w.fault("i5", "%s reads at %s, in their night: %s; what they did last: %s", p.Name, s.at.In(zone).Format("Mon 15:04:05 MST"), s, did)
	}
	if isReminder(s) {
		h.cameReminder(ctx, s, p, &c, answer)
	}
	w.one("arrivals judged")
}

// isGarbled reports whether something that nobody can understand came in somebody's
// name a moment ago: it is answered.
func (h *lifeHouse) isGarbled(s *lifeSight) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	at, came := h.garbled[s.chat]
	return came && s.at.Sub(at) < 2*time.Minute
}

// lastOf is what somebody did last.
func (h *lifeHouse) lastOf(chat int64) *lifeUpdate {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.latest[chat]
}

func (w *lifeWorld) zoneOf(h *lifeHouse, c *care.Contact) *time.Location {
	if c.Zone != "" {
		return mustZone(c.Zone)
	}
	return mustZone(h.parts.Team.Zone)
}

// lifeUrgent are buttons under which nothing waits for the morning.
var lifeUrgent = []string{"alert", "watch", "going", "buddy", "relay", "safe", "drill", "company"}

// isUrgentFor reports whether something may come at night: it belongs to a call
// for help or to a visit, or is for staff on duty.
func (h *lifeHouse) isUrgentFor(ctx context.Context, s *lifeSight, p *lifePerson, c *care.Contact) bool {
	if slices.Contains(lifeUrgent, s.verb()) || len(c.Visits) > 0 || strings.HasPrefix(s.text, readsTop) || strings.HasPrefix(s.text, readsLines) {
		return true
	}
	if p.staff() {
		return !isReminder(s) && s.verb() != "check" // duty
	}
	return !p.criedAt.IsZero() && s.at.Sub(p.criedAt) < 36*time.Hour
}

// readsHello answers whoever is not known, garbage in their name too.
const readsHello = "Hello. I am Polyphony, a machine."

// readsReceipt tells authors who has read their own words, whenever they wrote them.
const readsReceipt = "has read what you wrote"

// cameAllowed: nothing comes for which its reader has not agreed, and nothing to
// whoever stopped, left, or had everything erased (I4).
func (h *lifeHouse) cameAllowed(s *lifeSight, p *lifePerson, last *lifeUpdate, c *care.Contact, joined, answer bool) {
	w := h.world
	if !w.isCalm(s.at) {
		return
	}
	switch { // neither is ever the answer to anything
	case joined && s.verb() == "check" && (!c.Agrees(care.CheckIns) && !changedLately(c, s.at) || p.refuses("checkins", s.at)) && strings.Contains(labelsOf(s), "Skip"):
		w.fault("i4", "%s has not agreed to check-ins and reads %s", p.Name, s)
	case joined && !p.staff() && isReminder(s) && (!c.Agrees(care.Reminders) && !changedLately(c, s.at) || p.refuses("reminders", s.at)):
		w.fault("i4", "%s has not agreed to reminders and reads %s", p.Name, s)
	case p.role == care.Volunteer && s.verb() == "offer" && p.isWithdrawn(s.at):
		w.fault("i4", "%s is no volunteer for visits any more and reads %s", p.Name, s)
	}
	if answer {
		return
	}
	recently := !p.criedAt.IsZero() && s.at.Sub(p.criedAt) < 36*time.Hour || h.isUrgentFor(context.Background(), s, p, c) && !p.staff()
	switch {
	case last != nil && last.text == writesStop && !last.taken.IsZero() && !recently && s.verb() != "back":
		w.fault("i4", "%s said /stop at %s, did nothing since, and reads %s", p.Name, last.taken, s)
	case !joined && !recently && p.joinedOnce && !h.isErasing(s) && !strings.HasPrefix(s.text, readsHello):
		w.fault("i4", "%s belongs to nothing and reads %s", p.Name, s)
	case joined && c.Stopped && !recently && s.verb() != "back":
		w.fault("i4", "%s has stopped and reads %s", p.Name, s)
	case joined && len(c.Networks) == 0 && c.Staff == "" && p.role != care.Volunteer && !recently && s.verb() != "measure" && (s.verb() == "meet" || p.hasLeft(s.at) || !p.leftLately(s.at)) && !p.wroteAlone() && !strings.Contains(s.text, readsReceipt):
		w.fault("i4", "%s is in no circle any more and reads %s", p.Name, s)
	}
}

func labelsOf(s *lifeSight) string {
	var all []string
	for _, b := range s.buttons {
		all = append(all, b.label)
	}
	return strings.Join(all, " ")
}

// isErasing is the goodbye itself.
func (h *lifeHouse) isErasing(s *lifeSight) bool {
	return strings.HasPrefix(s.text, readsErased) || strings.HasPrefix(s.text, "Goodbye") || strings.HasPrefix(s.text, "People go on with your call")
}

// changedLately: a choice that was made as something left.
func changedLately(c *care.Contact, at time.Time) bool {
	return len(c.History) > 0 && at.Sub(c.History[len(c.History)-1].At) < 15*time.Second
}

// wroteAlone: whoever is in no circle and writes to the team hears who has read it.
func (p *lifePerson) wroteAlone() bool {
	return slices.ContainsFunc(p.wrote, func(w *lifeWord) bool { return len(w.circles) == 0 })
}

// leftLately: kind words follow whoever leaves, or is removed.
func (p *lifePerson) leftLately(at time.Time) bool {
	return p.outSince.IsZero() || at.Sub(p.outSince) < 12*time.Hour
}

// readsLeft tells whoever leaves that they have.
const readsLeft = "You have left "

// hasLeft: somebody has read a while ago that nothing more comes.
func (p *lifePerson) hasLeft(at time.Time) bool {
	return slices.ContainsFunc(p.house.ear.lately(p.ID, 40), func(s *lifeSight) bool {
		return strings.HasPrefix(s.text, readsLeft) && at.Sub(s.at) > 30*time.Second
	})
}

var reminds = regexp.MustCompile(`^(Today|Tomorrow|Soon):|^You have \d+ meetings? coming up:`)

func isReminder(s *lifeSight) bool { return s.method != "sendDocument" && reminds.MatchString(s.text) }

var remindedTime = regexp.MustCompile(`(\d{1,2}) (January|February|March|April|May|June), (\d\d:\d\d)`)

// wished is the line that lists the times that members would rather have.
var wished = regexp.MustCompile(`(?m)^(Another time, please:|Could come|You) .*$`)

// cameReminder: a reminder comes before its meeting, which stands as it says and
// to which its reader is coming, and once (I6).
func (h *lifeHouse) cameReminder(ctx context.Context, s *lifeSight, p *lifePerson, c *care.Contact, answer bool) {
	w, zone := h.world, h.world.zoneOf(h, c)
	w.one("reminders judged")
	if !w.isCalm(s.at) {
		return
	}
	for _, m := range remindedTime.FindAllStringSubmatch(wished.ReplaceAllString(s.text, ""), -1) {
		at, err := time.ParseInLocation("2 January 15:04 2006", m[1]+" "+m[2]+" "+m[3]+" 2026", zone)
		if err != nil {
			continue
		}
		if s.at.After(at.Add(atOnce)) {
			w.fault("i6", "%s is reminded after the begin: %s", p.Name, s)
		}
		if why := h.stands(ctx, at, c); why != "" {
			w.fault("i6", "%s is reminded of %s, %s: %q", p.Name, m[0], why, s.text)
		}
	}
	for _, o := range h.ear.lately(s.chat, 25) {
		if o != s && isReminder(o) && o.text == s.text && s.at.Sub(o.at) < 20*time.Minute && !answer && !w.isDisturbed(o.at, s.at, s.chat) {
			w.fault("i6", "%s is reminded twice: %s and %s", p.Name, o, s)
		}
	}
}

// stands says what is wrong with a meeting at an instant for one of its members.
func (h *lifeHouse) stands(ctx context.Context, at time.Time, c *care.Contact) string {
	why, others := "", []string(nil)
	for _, id := range c.Networks {
		var n care.Network
		if found, err := h.look.Peek(ctx, care.KindNetwork, id, &n); err != nil || !found {
			continue
		}
		for _, mid := range append(slices.Clone(n.Meetings), n.Past...) {
			var m care.Meeting
			if found, err := h.look.Peek(ctx, care.KindMeeting, mid, &m); err != nil || !found {
				continue
			}
			begin, err := time.ParseInLocation("2006-01-02 15:04", m.Day+" "+m.Clock, mustZone(m.Zone))
			others = append(others, fmt.Sprintf("%s %s %s %s", mid, m.Day, m.Clock, m.Zone))
			switch {
			case err != nil || !begin.Equal(at):
				continue
			case m.Cancelled:
				why = "and it is cancelled"
			case m.Answers[c.ID] == care.NotComing:
				why = "and they are not coming"
			case !m.Asked(c.ID):
				why = "and they are not invited"
			default:
				return ""
			}
		}
	}
	if why == "" {
		why = fmt.Sprintf("and there is no such meeting (%s)", strings.Join(others, ", "))
	}
	return why
}

// readsTop brings the crisis lines to whoever sounded as if it could not wait.
const readsTop = "I have put this at the top for the team"

// readsWaiting rings once for each circle: docs/backlog/soon-rings-once-a-circle.md.
const readsWaiting = "Something that may not be able to wait"

// readsNew is the quiet card of an inbox. What happened to it in the night comes in
// turn in the morning: docs/backlog/held-cards-come-in-turn.md.
const readsNew = "Something new to read"

// cameOnce: nobody is told the same twice for one thing that they did (I1).
func (h *lifeHouse) cameOnce(s *lifeSight, p *lifePerson) {
	if s.method != "sendMessage" || len(s.text) < 12 || !h.world.isCalm(s.at) || h.world.isDisturbed(s.at.Add(-time.Minute), s.at, s.chat) || strings.HasPrefix(s.text, readsWaiting) || strings.HasPrefix(s.text, readsNew) ||
		strings.HasPrefix(s.text, readsAway) { // each replica says for itself that Redis is away

		return
	}
	for _, probe := range lifeProbes { // judgeProbes counts those
		if strings.HasPrefix(s.text, probe.reads) {
			return
		}
	}
	for _, o := range h.ear.lately(s.chat, 8) {
		if o == s || o.method != s.method || o.text != s.text || !slices.Equal(o.buttons, s.buttons) || s.at.Sub(o.at) > 3*time.Second || h.did(s.chat, s.at.Add(-15*time.Second)) > 0 { // what they did, and what somebody else did
			continue
		}
		h.world.fault("i1", "%s reads the same twice: %s and %s", p.Name, o, s)
	}
}

// did is how much somebody did since an instant.
func (h *lifeHouse) did(chat int64, since time.Time) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, u := range slices.Backward(h.updates) {
		if u.first.Before(since) {
			break
		}
		if u.chat == chat {
			n++
		}
	}
	return n
}

// What somebody reads who is taken off the list of volunteers, and put on it.
const (
	readsOffTheList = "The team has taken you off the list of volunteers"
	readsOnTheList  = "would like you as a peer volunteer"
)

// isWithdrawn reports whether somebody has read that they are no volunteer any more.
func (p *lifePerson) isWithdrawn(at time.Time) bool {
	for _, s := range slices.Backward(p.house.ear.lately(p.ID, 1000)) {
		switch {
		case strings.Contains(s.text, readsOnTheList):
			return false
		case strings.HasPrefix(s.text, readsOffTheList):
			return at.Sub(s.at) > 30*time.Second
		}
	}
	return false
}
