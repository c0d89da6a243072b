package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// beforeWalk is a house in which sam, an admitted volunteer, has agreed to visit pat
// at three, bea and dan watch over sam, and bea has said that she is awake.
func beforeWalk(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	for name, chat := range map[string]int64{"sam": 31, "bea": 32, "dan": 33} {
		chats[name] = chat
		h.keep(care.KindContact, name, &care.Contact{ID: name, Chat: chat, Name: name, Language: "en", Visits: []string{"walk"}})
		h.keep(care.KindAccount, ChatID(chat), &care.Account{Chat: chat, Contact: name})
	}
	h.keep(care.KindPeers, care.PeersID, &care.Peers{All: []care.Peer{{Contact: "sam", Admitted: h.now, Guide: h.now, Times: allWeek(), Open: []string{"walk"}}}})
	h.keep(care.KindVisits, care.VisitsID, &care.Visits{Open: []string{"walk"}})
	h.keep(care.KindVisit, "walk", &care.Visit{ID: "walk", Network: "circle", Person: "pat", By: "pat", At: h.now, State: care.VisitAgreed, Rev: 3,
		For: care.ActivityWalk, Area: "Riverside", Minutes: 60, Volunteer: "sam", Day: "2026-03-02", Clock: "15:00", Zone: "Europe/London",
		Address: care.Words{Text: "7 Mill Lane", Author: "pat"},
		Buddy:   care.Watcher{Contact: "bea", Yes: h.now, Awake: h.now}, Deputy: care.Watcher{Contact: "dan", Yes: h.now}})
	n := h.theCircle()
	n.Visits = []string{"walk"}
	h.keep(care.KindNetwork, n.ID, n)
	h.now = h.now.Add(58 * time.Minute)
	return h
}

// onTheWalk is the same once sam has tapped "I'm here", two minutes before three.
func onTheWalk(t *testing.T) *house {
	t.Helper()
	h := beforeWalk(t)
	if d := h.watch("sam", "here"); d.Reason != "watch.began" || !hears(d, "sam", locales.WatchRunning) || !hears(d, "bea", locales.WatchBuddyRunning) {
		t.Fatalf("%s: sam hears %v, bea %v", d.Reason, heard(d, "sam"), heard(d, "bea"))
	}
	return h
}

func (h *house) walk() *care.Visit { return get[care.Visit](h, care.KindVisit, "walk") }

func (h *house) walkIs(change func(*care.Visit)) {
	h.Helper()
	v := h.walk()
	change(v)
	h.keep(care.KindVisit, v.ID, v)
}

func (h *house) sign(sign care.QuietSign) {
	h.Helper()
	p := get[care.Peers](h, care.KindPeers, care.PeersID)
	p.All[0].Signal = sign
	h.keep(care.KindPeers, care.PeersID, p)
	h.keep(care.KindVolunteer, "sam", &care.VolunteerWords{Contact: "sam", Secret: care.Words{Text: "Blue Kettle", Author: "sam"}})
}

// watch taps a button of the visit as it stands.
func (h *house) watch(who, act string) Decision {
	h.Helper()
	return h.taps(who, data("watch", "walk", h.walk().Rev, act))
}

// raised is the alert that the watch has raised.
func (h *house) raised() *care.Alert {
	h.Helper()
	return get[care.Alert](h, care.KindAlert, h.walk().Alert)
}

// silence lets time pass until the next deadline of the visit, and says what
// happens then.
func (h *house) silence() (d Decision) {
	h.Helper()
	h.now = h.walk().Due
	for _, one := range h.fire() {
		d.Say = append(d.Say, one.Say...)
		if one.Reason != "board.noted" {
			d.Reason = one.Reason
		}
	}
	return d
}

// INDG73: a visit begins only with somebody who watches, and the volunteer reads
// what is missing.
func TestAVisitBeginsOnlyWithBuddyAndDeputyWhoCanBeReached(t *testing.T) {
	for name, one := range map[string]struct {
		change func(*house, *care.Visit)
		want   locales.Key
	}{
		"no buddy":        {func(_ *house, v *care.Visit) { v.Buddy = care.Watcher{} }, locales.WatchNoBuddy},
		"no yes":          {func(_ *house, v *care.Visit) { v.Buddy.Yes = time.Time{} }, locales.WatchNoBuddy},
		"no deputy":       {func(_ *house, v *care.Visit) { v.Deputy = care.Watcher{} }, locales.WatchNoDeputy},
		"the same twice":  {func(_ *house, v *care.Visit) { v.Deputy.Contact = "bea" }, locales.WatchNoDeputy},
		"buddy lost":      {func(_ *house, v *care.Visit) { v.Buddy.Lost = true }, locales.WatchLost},
		"asleep":          {func(h *house, v *care.Visit) { v.Buddy.Awake = h.now.Add(-3 * time.Hour) }, locales.WatchAsleep},
		"deputy blocked":  {func(h *house, _ *care.Visit) { h.does(Event{Kind: KindBlocked, Chat: chats["dan"]}) }, locales.WatchLost},
		"buddy stopped":   {func(h *house, _ *care.Visit) { h.writes("bea", "/stop") }, locales.WatchLost},
		"much too early":  {func(_ *house, v *care.Visit) { v.Clock = "19:00" }, locales.WatchEarly},
		"on another walk": {func(h *house, v *care.Visit) { otherVisit(h, *v) }, locales.WatchSecond},
	} {
		t.Run(name, func(t *testing.T) {
			h := beforeWalk(t)
			h.walkIs(func(v *care.Visit) { one.change(h, v) })
			d := h.watch("sam", "here")
			if !hears(d, "sam", one.want) || h.walk().State != care.VisitAgreed || len(h.timers) > 0 && one.want != locales.WatchSecond {
				t.Errorf("sam hears %v, the visit is %s", heard(d, "sam"), h.walk().State)
			}
		})
	}
}

// otherVisit is another visit of sam's, which runs.
func otherVisit(h *house, v care.Visit) {
	v.ID, v.State, v.Step, v.Due = "other", care.VisitRunning, care.StepHere, h.now.Add(time.Hour)
	h.keep(care.KindVisit, v.ID, &v)
	c := get[care.Contact](h, care.KindContact, "sam")
	c.Visits = []string{"other", "walk"}
	h.keep(care.KindContact, c.ID, c)
}

// I11: silence goes from the volunteer to buddy, deputy and the people on call,
// each in its time, and no further than that.
func TestSilenceGoesFromStepToStep(t *testing.T) {
	h := onTheWalk(t)
	began := h.now
	for _, one := range []struct {
		after     time.Duration
		who, hear string
	}{
		{time.Hour, "sam", string(locales.WatchAsked)}, {75 * time.Minute, "sam", string(locales.WatchOverdue)},
		{80 * time.Minute, "bea", string(locales.WatchBuddyTold)}, {85 * time.Minute, "dan", string(locales.WatchBuddyTold)},
		{90 * time.Minute, "mina", string(locales.WatchCardOpen)},
	} {
		d := h.silence()
		if !h.now.Equal(began.Add(one.after)) || !rangs(d, one.who, locales.Key(one.hear)) {
			t.Fatalf("after %v %s hears %v, wanted %s after %v", h.now.Sub(began), one.who, heard(d, one.who), one.hear, one.after)
		}
		if len(heard(d, "pat")) > 0 {
			t.Errorf("pat hears %v", heard(d, "pat"))
		}
	}
	if a := h.raised(); a.Sender != "sam" || !a.Open() || a.Quiet || !slices.Contains(a.Signals, "volunteer_unsafe") {
		t.Errorf("%+v", a)
	}
}

// rangs reports whether somebody's phone rings with that.
func rangs(d Decision, who string, key locales.Key) bool {
	return slices.ContainsFunc(d.Say, func(m Message) bool {
		return m.Person == who && m.Key == key && m.Fresh && !m.Silent && m.Lane == Urgent && !m.Guard.Quiet
	})
}

// A phone without battery, and buddies who cannot be reached: nobody is waited for.
func TestWhoeverCannotBeReachedIsGivenNoTime(t *testing.T) {
	h := onTheWalk(t)
	h.does(Event{Kind: KindBlocked, Chat: chats["bea"]})
	h.silence()
	h.silence()
	if d := h.silence(); !rangs(d, "dan", locales.WatchBuddyTold) || hears(d, "mina", locales.WatchCardOpen) {
		t.Fatalf("dan hears %v", heard(d, "dan"))
	}
	d := h.fails(Failure{Chat: chats["dan"], Person: "dan", Visit: "walk", Reason: FailedSlow})
	if d.Reason != "failure.watch" || !hears(d, "mina", locales.WatchCardOpen) {
		t.Errorf("%s: mina hears %v", d.Reason, heard(d, "mina"))
	}
	if h.fails(Failure{Chat: chats["dan"], Person: "dan", Visit: "walk", Reason: FailedArrived}); h.walk().Deputy.Lost {
		t.Error("dan's card has arrived, and dan still counts as lost")
	}
}

func TestAVolunteerWhoBlockedTheBotIsNotWaitedFor(t *testing.T) {
	h := onTheWalk(t)
	h.does(Event{Kind: KindBlocked, Chat: chats["sam"]})
	if d := h.silence(); !rangs(d, "bea", locales.WatchBuddyTold) {
		t.Errorf("bea hears %v", heard(d, "bea"))
	}
}

// I11, outage: what became due meanwhile is done at once, and nothing is counted anew.
func TestAfterAnOutageWhatIsLateIsDoneAtOnce(t *testing.T) {
	h := onTheWalk(t)
	h.now = h.walk().Until.Add(3 * time.Hour)
	var d Decision
	for _, one := range h.fire() {
		d.Say = append(d.Say, one.Say...)
	}
	for who, key := range map[string]locales.Key{"sam": locales.WatchRaised, "bea": locales.WatchBuddyRaised, "dan": locales.WatchBuddyRaised, "mina": locales.WatchCardOpen} {
		if !hears(d, who, key) {
			t.Errorf("%s hears %v", who, heard(d, who))
		}
	}
	if due := h.timers[visitTimer("walk", "watch")]; !due.After(h.now) || due.After(h.now.Add(watchAgain)) {
		t.Errorf("the next deadline is %v, now %v", due, h.now)
	}
	h.now = h.now.Add(time.Minute)
	if d := h.watch("sam", "done"); !hears(d, "sam", locales.WatchLeaving) || !h.raised().SaysSafe || !h.raised().Open() {
		t.Errorf("a late tap: %v, %+v", heard(d, "sam"), h.raised())
	}
}

// Whoever says in two taps that they are well rings once for whoever has it, and
// again when it is a while later.
func TestSayingWellTwiceRingsOnce(t *testing.T) {
	h := onTheWalk(t)
	h.now = h.walk().Until.Add(3 * time.Hour)
	h.fire()
	a := h.raised()
	h.taps("mina", data("alert", a.ID, a.Rev, "take"))
	rings := func(act string) (n int) {
		for _, m := range h.watch("sam", act).Say {
			if m.Person == "mina" && m.Fresh && !m.Silent {
				n++
			}
		}
		return n
	}
	if n := rings("done"); n != 1 {
		t.Fatalf("rings %d times", n)
	}
	h.now = h.now.Add(3 * time.Second)
	if n := rings("home30"); n != 0 {
		t.Errorf("rings %d times more", n)
	}
	h.now = h.now.Add(10 * time.Minute)
	if n := rings("home"); n != 1 {
		t.Errorf("ten minutes later it rings %d times", n)
	}
}

// A tap moves the one deadline; a second tap of the same button, and an old one,
// say so and change nothing.
func TestMoreTimeOnceForOneTap(t *testing.T) {
	h := onTheWalk(t)
	old := data("watch", "walk", h.walk().Rev, "more30")
	until := h.walk().Until
	h.taps("sam", old)
	if v := h.walk(); !v.Until.Equal(until.Add(30*time.Minute)) || !v.Due.Equal(v.Until) || !h.timers[visitTimer("walk", "watch")].Equal(v.Due) {
		t.Fatalf("until %v, due %v", v.Until, v.Due)
	}
	if d := h.taps("sam", old); d.Reason != "watch.stale" || !h.walk().Until.Equal(until.Add(30*time.Minute)) || !hears(d, "sam", locales.WatchRunning) {
		t.Errorf("%s, %v", d.Reason, h.walk().Until)
	}
	for _, who := range []string{"pat", "rel", "mina", "bea"} {
		if d := h.watch(who, "done"); d.Reason != "tap.refused" {
			t.Errorf("%s: %s", who, d.Reason)
		}
	}
	for _, who := range []string{"pat", "sam", "mina"} {
		if d := h.watch(who, "safe"); d.Reason != "tap.refused" {
			t.Errorf("%s: %s", who, d.Reason)
		}
	}
}

// A button of before a deadline still counts: it says that they are there.
func TestAButtonOfBeforeTheDeadlineStillCounts(t *testing.T) {
	h := onTheWalk(t)
	old := data("watch", "walk", h.walk().Rev, "done")
	h.silence()
	h.silence()
	if d := h.taps("sam", old); d.Reason != "watch.leaving" {
		t.Error(d.Reason)
	}
}

func TestTheWayHomeIsWatchedUntilHome(t *testing.T) {
	h := onTheWalk(t)
	h.watch("sam", "done")
	if v := h.walk(); v.State != care.VisitLeaving || !v.Due.Equal(h.now.Add(time.Hour)) {
		t.Fatalf("%s, due %v", v.State, v.Due)
	}
	h.watch("sam", "home30")
	h.silence()
	h.silence()
	if d := h.silence(); !rangs(d, "bea", locales.WatchBuddyTold) {
		t.Fatalf("bea hears %v", heard(d, "bea"))
	}
	d := h.watch("sam", "home")
	if v := h.walk(); v.State != care.VisitOver || v.SafeBy != "sam" || v.Address.Text != "" || !hears(d, "sam", locales.WatchOver) || !rangs(d, "bea", locales.WatchBuddyOver) {
		t.Errorf("%s by %q: sam hears %v, bea %v", v.State, v.SafeBy, heard(d, "sam"), heard(d, "bea"))
	}
	for k := range h.timers {
		if k.What != "kept" { // what is over goes when the trust says so
			t.Errorf("a timer is left: %v", k)
		}
	}
}

// Buddies end it by having spoken, or pass it on at once.
func TestWhatABuddyCanDo(t *testing.T) {
	h := onTheWalk(t)
	for range 3 {
		h.silence()
	}
	if d := h.watch("bea", "raise"); d.Reason != "watch.raised" || !hears(d, "mina", locales.WatchCardOpen) || !hears(d, "bea", locales.WatchBuddyRaised) {
		t.Fatalf("%s: mina hears %v", d.Reason, heard(d, "mina"))
	}
	if d := h.watch("dan", "raise"); d.Reason != "watch.raised.already" {
		t.Error(d.Reason)
	}
	d := h.watch("dan", "safe")
	if v := h.walk(); v.State != care.VisitOver || v.SafeBy != "dan" || !hears(d, "sam", locales.WatchOverTold) || !h.raised().Open() {
		t.Errorf("%s by %q, the alert is %s", v.State, v.SafeBy, h.raised().State)
	}
}

// The person cancels while the volunteer is at the door, the coordinator
// withdraws the volunteer: the watch goes on until they are safe.
func TestACancelledOrWithdrawnVisitIsStillWatched(t *testing.T) {
	h := onTheWalk(t)
	p := get[care.Peers](h, care.KindPeers, care.PeersID)
	p.All[0].Withdrawn = h.now
	h.keep(care.KindPeers, care.PeersID, p)
	h.walkIs(func(v *care.Visit) { v.Changed, v.ChangedBy, v.Rev = h.now, "pat", v.Rev+1 })
	d := h.silence()
	for _, m := range d.Say {
		if to := h.address(m); m.Person == "sam" && to.Verdict != Send {
			t.Errorf("%s: %s", m.Key, to.Reason)
		}
	}
	if !hears(d, "sam", locales.WatchAsked) || h.watch("sam", "done").Reason != "watch.leaving" || h.watch("sam", "home").Reason != "watch.safe" {
		t.Errorf("sam hears %v", heard(d, "sam"))
	}
}

// A visit over midnight and over the night in which clocks go forward lasts as
// long as was said.
func TestAVisitOverMidnightAndAChangeOfClocks(t *testing.T) {
	h := beforeWalk(t)
	h.now = time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC)
	h.walkIs(func(v *care.Visit) {
		v.Day, v.Clock, v.Minutes, v.Buddy.Awake = "2026-03-28", "23:30", 120, h.now
	})
	if d := h.watch("sam", "here"); d.Reason != "watch.began" {
		t.Fatal(d.Reason)
	}
	began := h.now
	if d := h.silence(); !hears(d, "sam", locales.WatchAsked) || h.now.Sub(began) != 2*time.Hour {
		t.Errorf("asked after %v", h.now.Sub(began))
	}
}

// A buddy who was told and whom nothing reaches any more is given no time: the
// deputy hears at once.
func TestALostBuddyIsSkippedAtOnce(t *testing.T) {
	h := onTheWalk(t)
	for range 3 {
		h.silence()
	}
	if v := h.walk(); v.Step != care.StepBuddy {
		t.Fatal(v.Step)
	}
	d := h.does(Event{Kind: KindBlocked, Chat: chats["bea"]})
	if v := h.walk(); v.Step != care.StepDeputy || !v.Buddy.Lost || !rangs(d, "dan", locales.WatchBuddyTold) {
		t.Errorf("%s: dan hears %v", v.Step, heard(d, "dan"))
	}
}
