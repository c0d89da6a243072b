package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// watchActs are the buttons of whoever is asked to watch over a visit.
var watchActs map[string]func(*step, *care.Visit, watcherRole) Reason

func init() {
	watchActs = map[string]func(*step, *care.Visit, watcherRole) Reason{
		"yes": (*step).watcherYes, "no": (*step).watcherNo, "awake": (*step).watcherAwake,
	}
}

// buddyTap is the volunteer naming somebody, or somebody answering.
func buddyTap(s *step, p press) Reason {
	v := s.visit(p.id)
	if s.me == nil || v == nil {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	if do, known := watchActs[act]; known {
		return s.watcherTap(v, p, do)
	}
	if s.me.ID != v.Volunteer {
		return s.refused()
	}
	if v.State != care.VisitAgreed || p.rev != v.Seq {
		return s.staleVisit(v)
	}
	letter, value := splitArg(value)
	r, known := watcherRoleBy(letter)
	switch {
	case !known:
		return s.refused()
	case act == "pick":
		page, _ := strconv.Atoi(value)
		return s.pickWatcher(v, r, page)
	case act == "ask":
		return s.askWatcher(v, r, value)
	}
	return s.refused()
}

// watcherTap asks whether they are still asked, for this time.
func (s *step) watcherTap(v *care.Visit, p press, do func(*step, *care.Visit, watcherRole) Reason) Reason {
	r, asked := roleOf(v, s.me.ID)
	switch {
	case !asked || !v.Open() || !s.watches(s.me.ID):
		s.notice(locales.BuddySinceNot, nil)
		s.redraw(locales.BuddyNotNeeded, nil)
		return "visit.buddy.stale"
	case v.State != care.VisitAgreed || p.rev != v.Seq:
		s.notice(locales.BuddySinceMoved, nil)
		s.inPlace(s.watcherCard(v, r))
		return "visit.buddy.moved"
	}
	return do(s, v, r)
}

// watcherSlot is what buddy or deputy have in their chat about a visit.
func watcherSlot(visit string) string { return "buddy:" + visit }

// watcherArgs name the volunteer and, by first name only, whom they visit.
func (s *step) watcherArgs(v *care.Visit) Args {
	return Args{"Name": s.called(v.Volunteer), "Member": s.called(v.Person), "When": when(visitStarts(v)), "Minutes": count(v.Minutes)}
}

// watcherCard is the question, or the thanks, as it stands. It never says where.
func (s *step) watcherCard(v *care.Visit, r watcherRole) Message {
	w := r.of(v)
	act := func(label locales.Key, arg string) Button {
		return Button{Label: label, Data: data("buddy", v.ID, v.Seq, arg)}
	}
	msg := Message{Person: w.Contact, Lane: Reply, Slot: watcherSlot(v.ID), Key: r.asks, Args: s.watcherArgs(v), Guard: visitGuard(v, PartBuddy, PurposeReply)}
	switch {
	case v.State != care.VisitAgreed:
		msg.Key = r.thank
	case w.Yes.IsZero():
		msg.Buttons = [][]Button{row(act(locales.BuddyButtonYes, "yes"), act(locales.BuddyButtonNo, "no"))}
	case s.awakeCounts(v) && !s.awakeLately(w):
		msg.Key = locales.BuddyAwakeAsk
		awake := act(locales.BuddyButtonAwake, "awake")
		awake.Style = "primary"
		msg.Buttons = [][]Button{row(awake), row(act(locales.BuddyButtonCannot, "no"))}
	default:
		msg.Key = r.thank
		msg.Buttons = [][]Button{row(act(locales.BuddyButtonCannot, "no"))}
	}
	return msg
}

// askWatcher asks somebody whom the volunteer has named.
func (s *step) askWatcher(v *care.Visit, r watcherRole, id string) Reason {
	if !slices.Contains(s.mayWatch(v), id) {
		s.stale()
		return s.pickWatcher(v, r, 0)
	}
	w := r.of(v)
	s.letWatcherGo(v, w)
	w.Contact, w.Asked = id, s.now
	v.Rev++
	s.takesPart(v, id)
	s.visitMoment(v, "watcher.asked", id)
	s.putVisit(v)
	s.sayToWatcher(v, r)
	s.showGoing(v)
	return "visit.buddy.asked"
}

// sayToWatcher sends the question as a message that can be heard.
func (s *step) sayToWatcher(v *care.Visit, r watcherRole) {
	msg := s.watcherCard(v, r)
	msg.Lane, msg.Fresh = Bulk, true
	msg.Guard.Purpose, msg.Guard.Quiet, msg.Guard.Start, msg.Guard.Before = PurposeNotice, true, visitStarts(v), neverBegun(s, v)
	s.say(msg)
}

func (s *step) awakeCounts(v *care.Visit) bool { return !s.now.Before(visitStarts(v).Add(-awakeLasts)) }

func (s *step) watcherYes(v *care.Visit, r watcherRole) Reason {
	w := r.of(v)
	if !w.Yes.IsZero() {
		s.inPlace(s.watcherCard(v, r))
		return "visit.buddy.known"
	}
	w.Yes, w.Lost = s.now, false
	if s.awakeCounts(v) {
		w.Awake = s.now
	}
	return s.watcherSaid(v, r, "watcher.yes")
}

func (s *step) watcherAwake(v *care.Visit, r watcherRole) Reason {
	w := r.of(v)
	if w.Yes.IsZero() {
		return s.watcherYes(v, r)
	}
	w.Awake, w.Lost = s.now, false
	return s.watcherSaid(v, r, "watcher.awake")
}

func (s *step) watcherSaid(v *care.Visit, r watcherRole, what string) Reason {
	v.Rev++
	s.visitMoment(v, what, s.me.ID)
	s.putVisit(v)
	s.inPlace(s.watcherCard(v, r))
	s.redrawGoing(v, v.Volunteer)
	return Reason("visit." + what)
}

// watcherNo: they cannot. Nobody asks why, and the volunteer names another.
func (s *step) watcherNo(v *care.Visit, r watcherRole) Reason {
	s.visitMoment(v, "watcher.no", s.me.ID)
	s.redraw(locales.BuddyNoThanks, Args{"Name": s.called(v.Volunteer)})
	s.watcherAway(v, r, locales.BuddyCannot)
	return "visit.watcher.no"
}

// watcherAway frees a part, and tells the volunteer to ask somebody else.
func (s *step) watcherAway(v *care.Visit, r watcherRole, key locales.Key) {
	w := r.of(v)
	gone := w.Contact
	s.leavesVisit(v, gone)
	v.Cannot = append(v.Cannot, gone)
	*w = care.Watcher{}
	v.Rev++
	s.putVisit(v)
	msg := s.goingCard(v, v.Volunteer, key)
	msg.Args = s.visitArgs(v, v.Volunteer)
	msg.Args["Member"] = s.called(gone)
	msg.Args["Part"] = keyed(r.name)
	msg.Lane, msg.Fresh = Bulk, true
	msg.Guard.Purpose, msg.Guard.Quiet, msg.Guard.Start, msg.Guard.Before = PurposeNotice, true, visitStarts(v), neverBegun(s, v)
	s.say(msg)
}
