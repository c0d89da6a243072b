package flows

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// invitesPeer lets a coordinator make a link for a volunteer.
func (h *house) invitesPeer(who string) (token, id string) {
	h.Helper()
	d := h.taps(who, data("peers", "-", 0, "invite"))
	token = Seed{byte(h.n), byte(h.n >> 8), 1}.Token("invitation", 1)
	if d.Reason != "volunteers.invited" {
		h.Fatalf("%s makes no link: %s", who, d.Reason)
	}
	return token, TokenID(token)
}

// aPeer makes somebody a volunteer who can be asked.
func (h *house) aPeer(who string) {
	h.Helper()
	all := get[care.Peers](h, care.KindPeers, care.PeersID)
	all.All = append(all.All, care.Peer{Contact: who, Admitted: h.now, By: "cora", Guide: h.now, Times: []care.Weekly{{Day: time.Monday, Part: care.Morning}}})
	h.keep(care.KindPeers, care.PeersID, all)
}

func (h *house) peer(who string) *care.Peer {
	return get[care.Peers](h, care.KindPeers, care.PeersID).Of(who)
}

func own(arg string) string { return data("peer", "-", 0, arg) }

// Nobody is a volunteer but by a coordinator's link, and it is worth what its
// maker is when it is opened.
func TestOnlyACoordinatorsLinkMakesAVolunteer(t *testing.T) {
	h := newHouse(t)
	if d := h.taps("mina", data("peers", "-", 0, "invite")); d.Reason != "tap.refused" || len(d.Put) > 0 {
		t.Errorf("a practitioner makes a link: %s", d.Reason)
	}
	token, _ := h.invitesPeer("cora")
	h.applies(without("cora"))
	if d := h.opens(51, token); d.Reason != "join.withdrawn" || len(get[care.Peers](h, care.KindPeers, care.PeersID).All) > 0 {
		t.Errorf("of somebody who left the team: %s", d.Reason)
	}
	h = newHouse(t)
	token, id := h.invitesPeer("cora")
	h.taps("cora", data("peers", id, 0, "unlink"))
	if d := h.opens(51, token); d.Reason != "join.withdrawn" {
		t.Errorf("after it was withdrawn: %s", d.Reason)
	}
	token, _ = h.invitesPeer("cora")
	h.now = h.now.Add(care.InvitationLife + time.Minute)
	if d := h.opens(51, token); d.Reason != "join.expired" {
		t.Errorf("after a fortnight: %s", d.Reason)
	}
}

// Whoever joins is asked nothing before they have read the guide and said when.
func TestAVolunteerIsAskedNothingBeforeTheyAreReady(t *testing.T) {
	h := newHouse(t)
	token, id := h.invitesPeer("cora")
	h.opens(chats["rel"], token)
	if p := h.peer("rel"); p == nil || p.Active(h.now) || p.By != "cora" {
		t.Fatalf("after joining: %+v", p)
	}
	h.taps("rel", own("time.1.morning.on"))
	if p := h.peer("rel"); len(p.Times) > 0 {
		t.Error("times were taken before the guide was read")
	}
	h.taps("rel", own("read"))
	if p := h.peer("rel"); p.Guide.IsZero() || p.Active(h.now) {
		t.Errorf("without times: %+v", p)
	}
	h.taps("rel", own("usual.weekdays"))
	if p := h.peer("rel"); !p.Active(h.now) || len(p.Times) != 5 {
		t.Errorf("with times: %+v", p)
	}
	if d := h.taps("cora", data("peers", id, 0, "unlink")); d.Reason != "withdraw.used" || h.peer("rel") == nil {
		t.Errorf("withdrawing a used link: %s", d.Reason)
	}
}

// A second tap on the same button changes nothing, in whatever order taps come.
func TestATapSaysWhatShallBe(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	for range 2 {
		h.taps("rel", own("time.1.morning.off"))
		h.taps("rel", own("time.7.evening.on"))
	}
	if got := h.peer("rel").Times; !slices.Equal(got, []care.Weekly{{Day: time.Sunday, Part: care.Evening}}) {
		t.Errorf("times: %v", got)
	}
	if d := h.taps("rel", own("usual.weekends")); len(h.peer("rel").Times) != 1 || d.Reason != "volunteer.times" {
		t.Error("an old button replaced what was chosen")
	}
}

// Something is always chosen, and choosing all means also what comes later.
func TestOneOfEachStaysChosen(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.Areas = []string{"North", "South"} })
	h.c.Tongues = []string{"en", "pl"}
	h.aPeer("rel")
	set := func(what, value, to string) Decision {
		at := slices.Index(map[string][]string{"area": {"North", "South"}, "lang": h.c.Tongues}[what], value)
		return h.taps("rel", data("peer", "-", valueMark(value), "set."+what+"."+string(rune('0'+at))+"."+to))
	}
	set("area", "North", "off")
	if got := h.peer("rel").Areas; !slices.Equal(got, []string{"South"}) {
		t.Fatalf("areas: %v", got)
	}
	set("area", "South", "off")
	if got := h.peer("rel").Areas; !slices.Equal(got, []string{"South"}) {
		t.Errorf("the last one went: %v", got)
	}
	h.applies(func(team *care.Team) { team.Areas = []string{"South", "East"} })
	if d := set("area", "North", "on"); len(h.peer("rel").Areas) != 1 || d.Reason != "volunteer.choice" {
		t.Error("an old button chose another place than it named")
	}
	h.applies(func(team *care.Team) { team.Areas = []string{"East", "West"} })
	if d := h.writes("rel", "/volunteer"); !speaksOf(d, locales.VolunteerAreasAgain) {
		t.Error("nobody says that the places are others now")
	}
	set("lang", "en", "off")
	if got := h.peer("rel").Languages; len(got) > 0 {
		t.Errorf("the last language went: %v", got)
	}
	set("lang", "pl", "on")
	if got := h.peer("rel").Languages; !slices.Equal(got, []string{"en", "pl"}) {
		t.Errorf("languages: %v", got)
	}
}

func speaksOf(d Decision, key locales.Key) bool {
	for _, m := range d.Say {
		if m.Key == key || slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == key }) {
			return true
		}
	}
	return false
}

// A pause ends by itself on its day, or when they say so; a visit that was
// agreed to stands.
func TestAPauseEndsOnItsDay(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	h.taps("rel", own("pause.2"))
	if p := h.peer("rel"); p.Active(h.now.AddDate(0, 0, 13)) || !p.Active(h.now.AddDate(0, 0, 14)) {
		t.Errorf("two weeks: %v", p.Paused)
	}
	h.taps("rel", own("pause.open"))
	if p := h.peer("rel"); p.Active(h.now.AddDate(50, 0, 0)) || !pausedForGood(p) {
		t.Errorf("until they say so: %v", p.Paused)
	}
	h.taps("rel", own("pause.end"))
	if p := h.peer("rel"); !p.Active(h.now) {
		t.Errorf("ended: %v", p.Paused)
	}
}

// Which quiet sign somebody has stands in no message that stays on their phone,
// and their own word is taken out of the chat.
func TestTheQuietSignStandsNowhere(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	pages := map[care.QuietSign]string{}
	for arg, c := range quietSigns {
		h.taps("rel", own("sign."+arg))
		if h.peer("rel").Signal != c.sign {
			t.Errorf("%s: %q", arg, h.peer("rel").Signal)
		}
		d := h.writes("rel", "/volunteer")
		pages[c.sign] = shape(d) + shape(h.taps("rel", own("sign")))
	}
	h.taps("rel", own("sign.word"))
	for _, bad := range []string{"ok", strings.Repeat("a", signMost+1), "two\nlines"} {
		if d := h.writes("rel", bad); d.Reason != "volunteer.sign.length" {
			t.Errorf("%q: %s", bad, d.Reason)
		}
	}
	d := h.writes("rel", "Chicken soup")
	if mine := get[care.VolunteerWords](h, care.KindVolunteer, "rel"); h.peer("rel").Signal != care.QuietWord || mine.Secret.Text != "Chicken soup" || mine.Secret.Author != "rel" {
		t.Errorf("%+v", mine)
	}
	if len(d.Say) != 1 || !slices.Equal(d.Say[0].Delete, []int{900}) || strings.Contains(shape(d), "soup") {
		t.Errorf("the word stays in the chat: %+v", d.Say)
	}
	pages[care.QuietWord] = shape(h.writes("rel", "/volunteer")) + shape(h.taps("rel", own("sign")))
	if pages[care.QuietThirty] != pages[care.QuietFifteen] || pages[care.QuietThirty] != pages[care.QuietWord] {
		t.Error("the pages of two signs differ")
	}
	h.taps("rel", own("sign.none"))
	if mine := get[care.VolunteerWords](h, care.KindVolunteer, "rel"); mine.Secret.Text != "" || len(get[care.Mine](h, care.KindMine, "rel").Items) > 0 {
		t.Errorf("the word is kept when it is none any more: %+v", mine)
	}
}

// shape is what a decision shows, without where.
func shape(d Decision) (all string) {
	for _, m := range d.Say {
		all += string(m.Key)
		for _, l := range m.Lines {
			all += "|" + string(l.Key)
			for name, a := range l.Args {
				all += name + a.Text + a.Words + a.Open
			}
		}
		for _, r := range m.Buttons {
			for _, b := range r {
				all += "[" + string(b.Label) + "]"
			}
		}
	}
	return all
}

// The sentence stays as it was written, is theirs, and is a person's to read; one
// that speaks of hard times reaches the team besides, and danger comes first.
func TestTheSentenceIsTheirs(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	h.taps("rel", own("about"))
	if d := h.writes("rel", strings.Repeat("ü", aboutMost+1)); d.Reason != "volunteer.about.long" {
		t.Errorf("too long: %s", d.Reason)
	}
	h.writes("rel", "Dogs, and long walks")
	mine := get[care.VolunteerWords](h, care.KindVolunteer, "rel")
	if mine.About.Text != "Dogs, and long walks" || mine.About.Author != "rel" || !get[care.Mine](h, care.KindMine, "rel").Has(care.Ref{Kind: care.KindVolunteer, ID: "rel"}) {
		t.Errorf("%+v", mine)
	}
	h.taps("rel", own("about"))
	if d := h.writes("rel", "worse"); d.Reason != "note.soon" || get[care.VolunteerWords](h, care.KindVolunteer, "rel").About.Text != "worse" {
		t.Errorf("of hard times: %s", d.Reason)
	}
	h.taps("rel", own("about"))
	if d := h.writes("rel", "danger"); d.Reason != "help.opened" || get[care.VolunteerWords](h, care.KindVolunteer, "rel").About.Text != "worse" {
		t.Errorf("danger: %s", d.Reason)
	}
	h.taps("rel", own("about.gone"))
	if got := get[care.VolunteerWords](h, care.KindVolunteer, "rel"); got.Contact != "" {
		t.Errorf("taken away: %+v", got)
	}
}

// Whoever is no volunteer, and whatever a button says, nothing changes (I7).
func TestNobodyElseTouchesAProfileOrTheList(t *testing.T) {
	h := newHouse(t)
	h.c.Read = func(string, string) urgency.Reading { return urgency.Reading{} }
	h.aPeer("rel")
	before := h.peer("rel")
	acts := []string{"", "one", "withdraw", "withdraw_yes", "admit", "admit_yes", "invite", "unlink", "page.1", "read", "leave_yes", "pause.open", "sign.thirty", "about.gone", "time.1.morning.off", "usual.weekends", "set.like.0.off", "guide.2", "pick.like", "yes"}
	rapid.Check(t, func(r *rapid.T) {
		who := rapid.SampledFrom([]string{"pat", "mina", "jo", "rel", "cora"}).Draw(r, "who")
		verb := rapid.SampledFrom([]string{"peer", "peers"}).Draw(r, "verb")
		id := rapid.SampledFrom([]string{"-", "rel", "pat", "nobody"}).Draw(r, "id")
		if verb == "peer" && who == "rel" && id == "-" || verb == "peers" && who == "cora" {
			return
		}
		d := h.taps(who, data(verb, id, rapid.IntRange(0, 3).Draw(r, "rev"), rapid.SampledFrom(acts).Draw(r, "act")))
		if d.Reason != "tap.refused" || len(d.Put) > 0 {
			r.Fatalf("%s does %s: %s, %+v", who, verb, d.Reason, d.Put)
		}
	})
	if after := h.peer("rel"); len(after.Times) != len(before.Times) || !after.Withdrawn.IsZero() {
		t.Errorf("%+v", after)
	}
}
