package flows

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// watched names vera as buddy and cora as deputy, who both say yes.
func (h *house) watched() {
	h.Helper()
	h.watches("sam", "ask.b.vera")
	h.watches("sam", "ask.d.cora")
	h.watches("vera", "yes")
	h.watches("cora", "yes")
	if v := h.theVisit(); !v.Buddy.Ready() || !v.Deputy.Ready() {
		h.Fatalf("%+v %+v", v.Buddy, v.Deputy)
	}
}

// Only volunteers and staff who have joined and can be reached watch over a
// visit: not its two people, nobody from the circle, nobody twice.
func TestWhoCanWatchOverAVisit(t *testing.T) {
	h := visited(t, 50*time.Hour)
	who := func() (all []string) {
		h.visits(func(s *step) { all = s.mayWatch(s.visit("visit")) })
		return all
	}
	h.expect("at first", who(), "cora", "jo", "mina", "vera")
	for _, id := range []string{"pat", "sam", "rel", "nobody"} {
		if d := h.watches("sam", "ask.b."+id); d.Reason == "visit.buddy.asked" {
			t.Errorf("%s can be asked", id)
		}
	}
	h.watches("sam", "ask.b.vera")
	h.expect("vera is asked", who(), "cora", "jo", "mina")
	h.watches("vera", "no")
	h.expect("vera cannot", who(), "cora", "jo", "mina")
	h.person("jo", func(c *care.Contact) { c.Stopped = true })
	h.applies(without("mina"))
	h.expect("jo has said stop, mina has left", who(), "cora")
	for _, other := range []string{"pat", "rel", "vera", "cora"} {
		if d := h.watches(other, "ask.b.cora"); d.Reason != "tap.refused" {
			t.Errorf("%s names a buddy: %s", other, d.Reason)
		}
	}
}

// I7: whoever is asked reads when and how long, and first names; never where,
// and nothing once they are not needed.
func TestABuddyIsNeverToldWhere(t *testing.T) {
	h := visited(t, 5*time.Hour)
	all := []Decision{h.livesHere(lane)}
	ask := h.watches("sam", "ask.b.vera")
	all = append(all, ask, h.watches("vera", "yes"), h.watches("sam", "ask.d.cora"), h.watches("cora", "yes"))
	all = append(all, h.until(visitStarts(h.theVisit()))...)
	for _, d := range all {
		for _, m := range d.Say {
			if (m.Person == "vera" || m.Person == "cora") && bears(m, "Mill") {
				t.Errorf("%s tells %s where", m.Key, m.Person)
			}
		}
	}
	i := slices.IndexFunc(ask.Say, func(m Message) bool { return m.Key == locales.BuddyAsk })
	if i < 0 || h.address(ask.Say[i]).Verdict != Send {
		t.Fatal("vera is not asked")
	}
	h.watches("sam", "ask.b.jo")
	if to := h.address(ask.Say[i]); to.Verdict != Drop {
		t.Error("vera is asked although sam has named another")
	}
	if d := h.watches("vera", "yes"); d.Reason != "visit.buddy.stale" || !hears(d, "vera", locales.BuddyNotNeeded) {
		t.Errorf("vera's late yes: %s", d.Reason)
	}
}

// A yes is to this visit at this time: a move asks again, and a button of before
// says so and shows the new time.
func TestAMoveAsksTheBuddiesAgain(t *testing.T) {
	h := visited(t, 50*time.Hour)
	h.watched()
	old := h.theVisit().Seq
	h.onCard("pat", "to."+visitStarts(h.theVisit()).AddDate(0, 0, 1).Format(time.DateOnly)+"."+h.theVisit().Clock)
	d := h.onCard("sam", "yes."+h.theVisit().Proposal.ID)
	v := h.theVisit()
	if v.Buddy.Ready() || v.Deputy.Ready() || v.Buddy.Contact != "vera" || !hears(d, "vera", locales.BuddyAsk) || !hears(d, "cora", locales.BuddyAskDeputy) {
		t.Errorf("%+v %+v, vera hears %v", v.Buddy, v.Deputy, heard(d, "vera"))
	}
	if d := h.taps("vera", data("buddy", "visit", old, "yes")); d.Reason != "visit.buddy.moved" || h.theVisit().Buddy.Ready() {
		t.Errorf("a yes to the old time: %s", d.Reason)
	}
	if h.watches("vera", "yes"); !h.theVisit().Buddy.Ready() {
		t.Error("vera's yes to the new time does not count")
	}
}

// An hour before they show that they are awake; when neither does, the volunteer
// hears it while there is time to ask somebody else.
func TestAnHourBeforeTheyAreAskedWhetherTheyAreAwake(t *testing.T) {
	h := visited(t, 50*time.Hour)
	h.watched()
	begins := visitStarts(h.theVisit())
	if all := h.until(begins.Add(-time.Hour)); h.sent(all, "vera", locales.BuddyAwakeAsk) != 1 || h.sent(all, "cora", locales.BuddyAwakeAsk) != 1 {
		t.Fatal("they are not asked")
	}
	if n := h.sent(h.until(begins.Add(-30*time.Minute)), "sam", locales.BuddyDrowsy); n != 1 {
		t.Errorf("sam is told %d times that both sleep", n)
	}
	h.watches("vera", "awake")
	if v := h.theVisit(); !v.Buddy.Awake.Equal(h.now) {
		t.Errorf("%+v", v.Buddy)
	}
	h = visited(t, 50*time.Hour)
	h.watched()
	h.until(begins.Add(-time.Hour))
	h.watches("cora", "awake")
	if n := h.sent(h.until(begins.Add(-30*time.Minute)), "sam", locales.BuddyDrowsy); n != 0 {
		t.Error("sam is told that both sleep, and cora is awake")
	}
}

// Whoever cannot be reached any more is nobody's buddy: the volunteer hears it at
// once, before the visit.
func TestABuddyWhoIsLostIsReplaced(t *testing.T) {
	for name, lose := range map[string]func(*house) Decision{
		"blocks": func(h *house) Decision { return h.does(Event{Kind: KindBlocked, Chat: chats["vera"]}) },
		"stops":  func(h *house) Decision { return h.writes("vera", "/stop") },
		"is gone": func(h *house) Decision {
			return h.fails(Failure{Chat: chats["vera"], Person: "vera", Reason: FailedGone})
		},
	} {
		h := visited(t, 50*time.Hour)
		h.watched()
		d := lose(h)
		if v := h.theVisit(); v.Buddy.Contact != "" || !slices.Contains(v.Cannot, "vera") || !hears(d, "sam", locales.BuddyUnreached) {
			t.Errorf("vera %s: %+v, sam hears %v", name, v.Buddy, heard(d, "sam"))
		}
	}
	h := visited(t, 50*time.Hour)
	h.watched()
	h.visitRuns()
	h.writes("vera", "/stop")
	if v := h.theVisit(); !v.Buddy.Lost || v.Buddy.Contact != "vera" {
		t.Errorf("during the visit: %+v", v.Buddy)
	}
}

// visitRuns lets the volunteer be there.
func (h *house) visitRuns() {
	h.Helper()
	v := h.theVisit()
	h.now = visitStarts(v)
	v.State, v.Began, v.Until, v.Due = care.VisitRunning, h.now, visitEnds(v), visitEnds(v)
	h.keep(care.KindVisit, v.ID, v)
	delete(h.timers, visitTimer("visit", "before"))
	h.timers[visitTimer("visit", "watch")] = v.Due
}

// I11: whatever becomes of the person, of the circle or of the volunteer's role,
// a visit that runs is watched over until somebody says that they are safe.
func TestAVisitThatRunsIsWatchedWhateverHappens(t *testing.T) {
	for name, end := range map[string]func(*house){
		"the person cancels":         func(h *house) { h.onCard("pat", "cancel_yes") },
		"the person says stop":       func(h *house) { h.writes("pat", "/stop") },
		"the person blocks":          func(h *house) { h.does(Event{Kind: KindBlocked, Chat: chats["pat"]}) },
		"the person dies":            func(h *house) { h.dies("pat") },
		"the person is erased":       func(h *house) { h.forgets("pat") },
		"the circle is closed":       func(h *house) { h.lives("mina", "close", "close_yes") },
		"the volunteer is withdrawn": func(h *house) { h.visits(func(s *step) { s.volunteerLeaves(s.visit("visit")) }) },
		"the volunteer says stop":    func(h *house) { h.writes("sam", "/stop") },
		"the volunteer blocks":       func(h *house) { h.does(Event{Kind: KindBlocked, Chat: chats["sam"]}) },
	} {
		h := visited(t, 50*time.Hour)
		h.watched()
		h.visitRuns()
		end(h)
		v := h.theVisit()
		if !v.Watched() || v.Volunteer != "sam" || v.Buddy.Contact != "vera" || v.Due.IsZero() || h.timers[visitTimer("visit", "watch")].IsZero() {
			t.Errorf("%s: %s, due %s, buddy %+v", name, v.State, v.Due, v.Buddy)
		}
	}
}

// The volunteer at the door is told at once and thanked, once.
func TestThePersonCancelsWhenTheVolunteerIsThere(t *testing.T) {
	h := visited(t, 50*time.Hour)
	h.watched()
	h.visitRuns()
	d := h.onCard("pat", "cancel_yes")
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == "sam" && m.Key == locales.GoingOffThere })
	if i < 0 || d.Say[i].Guard.Quiet || h.address(d.Say[i]).Verdict != Send {
		t.Fatalf("sam hears %v", heard(d, "sam"))
	}
	if d := h.onCard("pat", "cancel_yes"); hears(d, "sam", locales.GoingOffThere) {
		t.Error("sam is sent away twice")
	}
}

// Before a visit, whoever of the two goes, the other hears, nobody stands before
// a closed door, and nothing of it is left to come.
func TestWhoeverOfTheTwoGoesTheOtherHears(t *testing.T) {
	type end struct {
		do    func(*house) Decision
		hears string
		key   locales.Key
		state care.VisitState
	}
	for name, e := range map[string]end{
		"the person cancels":    {func(h *house) Decision { return h.onCard("pat", "cancel_yes") }, "sam", locales.GoingOffVolunteer, care.VisitOff},
		"the person says stop":  {func(h *house) Decision { return h.writes("pat", "/stop") }, "sam", locales.GoingOffVolunteer, care.VisitOff},
		"the person dies":       {func(h *house) Decision { return h.dies("pat") }, "sam", locales.GoingOffVolunteer, care.VisitOff},
		"the person is erased":  {func(h *house) Decision { return h.forgets("pat") }, "sam", locales.GoingOffVolunteer, ""},
		"the circle is closed":  {func(h *house) Decision { return h.lives("mina", "close", "close_yes") }, "pat", locales.GoingOffPerson, care.VisitOff},
		"the volunteer cannot":  {func(h *house) Decision { return h.onCard("sam", "cancel_yes") }, "pat", locales.GoingCannotCome, care.VisitWanted},
		"the volunteer blocks":  {func(h *house) Decision { return h.does(Event{Kind: KindBlocked, Chat: chats["sam"]}) }, "pat", locales.GoingCannotCome, care.VisitWanted},
		"the volunteer is lost": {func(h *house) Decision { return h.writes("sam", "/stop") }, "mina", locales.GoingCannotTeam, care.VisitWanted},
		"withdrawn": {func(h *house) Decision {
			return h.visits(func(s *step) {
				s.peers().Of("sam").Withdrawn = s.now
				s.putPeers(s.peers())
				s.volunteerLeaves(s.visit("visit"))
			})
		}, "sam", locales.GoingOffVolunteer, care.VisitWanted},
	} {
		h := visited(t, 50*time.Hour)
		h.livesHere(lane)
		h.watched()
		d := e.do(h)
		i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == e.hears && m.Key == e.key })
		if i < 0 || h.address(d.Say[i]).Verdict == Drop || h.sent([]Decision{d}, e.hears, e.key) != 1 {
			t.Errorf("%s: %s hears %v", name, e.hears, heard(d, e.hears))
		}
		v := h.theVisit()
		if v.State != e.state && !(e.state == care.VisitWanted && v.State == care.VisitUnfound) || v.Address.Text != "" || v.Buddy.Contact != "" || v.Deputy.Contact != "" || e.state == care.VisitWanted && v.Volunteer != "" {
			t.Errorf("%s: %+v", name, v)
		}
		if !hears(d, "vera", locales.BuddyNotNeededAt) || len(get[care.Contact](h, care.KindContact, "vera").Visits) > 0 {
			t.Errorf("%s: the buddy hears %v", name, heard(d, "vera"))
		}
		if _, set := h.timers[visitTimer("visit", "before")]; set {
			t.Errorf("%s: a timer is left", name)
		}
		if p := get[care.Peers](h, care.KindPeers, care.PeersID).Of("sam"); len(p.Open) > 0 {
			t.Errorf("%s: sam still has %v", name, p.Open)
		}
	}
}

// A visit that nobody began is not over in silence: nobody has watched over it.
func TestTheTeamHearsOfAVisitThatNobodyBegan(t *testing.T) {
	h := visited(t, 50*time.Hour)
	begins := visitStarts(h.theVisit())
	all := h.until(begins.Add(care.Grace))
	if h.sent(all, "sam", locales.GoingBegun) != 1 {
		t.Error("sam is not asked whether they are there")
	}
	all = h.until(begins.Add(2 * time.Hour))
	if h.sent(all, "mina", locales.GoingMissedTeam) != 1 || h.sent(all, "sam", locales.GoingMissedVolunteer) != 1 || h.sent(all, "pat", locales.GoingMissedPerson) != 1 {
		t.Error("somebody does not hear of it")
	}
	if v := h.theVisit(); v.State != care.VisitOff {
		t.Errorf("%s", v.State)
	}
}

// Whoever taps whatever, in any order: strangers change nothing, an agreed visit
// has a time, a volunteer and one timer, and no time moves without both.
func TestNoTapMakesNonsenseOfAnAgreedVisit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := visited(t, 30*time.Hour)
		for range rapid.IntRange(1, 25).Draw(rt, "taps") {
			v := h.theVisit()
			who := rapid.SampledFrom([]string{"pat", "sam", "vera", "cora", "rel", "mina"}).Draw(rt, "who")
			args := []string{"card", "where", "move", "days", "cancel", "to." + v.Day + ".16:00", "to.2026-03-05.12:00", "to.x.y", "yes.x", "no.x", "back.x"}
			if v.Proposal != nil {
				args = append(args, "yes."+v.Proposal.ID, "no."+v.Proposal.ID, "back."+v.Proposal.ID)
			}
			stood := v.Day + v.Clock
			mover := v.Proposal
			var d Decision
			if rapid.Bool().Draw(rt, "watching") {
				act := rapid.SampledFrom([]string{"pick.b.0", "pick.d.9", "ask.b.vera", "ask.d.vera", "ask.d.cora", "ask.b.pat", "ask.x.vera", "yes", "no", "awake", "nonsense"})
				d = h.watches(who, act.Draw(rt, "act"))
			} else {
				d = h.onCard(who, rapid.SampledFrom(args).Draw(rt, "arg"))
			}
			if (who == "rel" || who == "mina") && d.Reason != "tap.refused" && d.Reason != "visit.buddy.stale" {
				rt.Fatalf("%s: %s", who, d.Reason)
			}
			v = h.theVisit()
			if v.Day+v.Clock != stood && (mover == nil || mover.By == who) {
				rt.Fatalf("%s moved it alone", who)
			}
			if v.State != care.VisitAgreed || v.Volunteer != "sam" || v.Buddy.Contact != "" && v.Buddy.Contact == v.Deputy.Contact {
				rt.Fatalf("%+v", v)
			}
			if _, set := h.timers[visitTimer("visit", "before")]; !set {
				rt.Fatal("no timer")
			}
		}
	})
}
