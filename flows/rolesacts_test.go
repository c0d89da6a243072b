package flows

import (
	"maps"
	"slices"
	"strings"

	"polyphony/care"
)

// The actions of the table. What can be done is taken from the conversations'
// own tables (commands, drafts, taps and the acts of each verb), so that a new
// one appears here by itself; what is written here is on which records of the
// circle it is tried, and with which values.

// roleTry is one event, perhaps after something was begun.
type roleTry struct {
	ev    Event
	draft *care.Draft
}

// roleAct is one row of the table.
type roleAct struct {
	part, name string
	tries      []roleTry
}

func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// roleVerb says how the buttons of one verb are tried.
type roleVerb struct {
	acts   []string                  // what they do
	on     []string                  // on which things
	with   []string                  // with which values after the act
	args   func(act string) []string // instead: what the button carries in full
	revs   []int                     // besides worldRev
	drafts []*care.Draft             // what may have been begun before, besides nothing
	begun  []string                  // the things on which that is tried; none: "-"
}

var (
	worldAlerts = []string{"open", "taken", "free", "passed", "done", "watch", "drill", "stray"}
	worldVisits = []string{"wanted", "offered", "suggested", "agreed", "running", "leaving", "again"}
)

// shownArgs are what a button about something that somebody wrote carries.
func shownArgs(letters ...string) func(string) []string {
	return func(act string) (all []string) {
		for _, l := range letters {
			for _, v := range []string{"", ".yes", ".ria", ".nora"} {
				all = append(all, l+"."+act+v)
			}
		}
		return all
	}
}

// roleVerbs is the table of every verb of taps.
func (w *roleWorld) roleVerbs() map[string]roleVerb {
	purposes := []string{"-"}
	for _, p := range care.Purposes {
		purposes = append(purposes, string(p))
	}
	relay := relayRev(get[care.Alert](w.house, care.KindAlert, "taken"))
	cover := &care.Cover{From: w.now.Add(40 * 3600e9), Until: w.now.Add(44 * 3600e9), Out: "ona", Tier: 1}
	shift := []string{"ona", "jo", "otto", "first", "all", "until", stamp(w.now.Add(30 * 3600e9)), stamp(w.now.Add(41 * 3600e9)), "cover", "0"}
	planned := care.Draft{What: draftPlan, Network: "A", Day: "2026-03-16", Clock: "14:30", Length: 60, Place: "here", Kind: care.PlaceVenue, Staff: []string{"jo", "mina"}, Invited: []string{"rel", "ria"}, Every: 0}
	moved := planned
	moved.Meeting, moved.Seq, moved.Parts = "next", worldRev, []care.Part{care.PartTime}
	people := planned
	people.Meeting, people.Seq, people.Parts, people.Staff = "next", worldRev, []care.Part{care.PartPeople}, []string{"jo"}
	check := care.Draft{What: draftCheck, Network: "A", Member: "rel", Plan: &care.Plan{Network: "A", Member: "rel", By: "jo", Weekday: -1, Clock: "10:00", Questions: []care.Question{{Text: "How are you?"}}}}
	whose := care.Draft{What: draftCheck, Network: "A", Plan: &care.Plan{Network: "A", Weekday: -1}}
	visit := care.Draft{What: draftVisit, Network: "A", Asked: true, Visit: &care.Visit{Network: "A", Person: "pat", For: care.ActivityWalk, Slots: []care.Slot{{Day: "2026-03-10", Part: care.Morning}}, Minutes: 60, Zone: "Europe/London"}}
	return map[string]roleVerb{
		"consent": {acts: []string{"yes", "no"}, on: purposes, revs: []int{1}},
		"set":     {acts: []string{"", "all", "settings", "history", "yes", "no"}, on: purposes, with: []string{"0"}, revs: []int{1}},
		"go":      {acts: []string{"checkins", "mine", "mydata", "forget"}, on: []string{"-"}},
		"mydata":  {acts: []string{"ask", "send", "back"}, on: []string{"-"}},
		"lang":    {acts: []string{"", "pl"}, on: []string{"-"}},
		"alert":   {acts: append(names(alertActs), "show"), on: worldAlerts, with: []string{"jo", "otto"}},
		"safe":    {acts: []string{""}, on: worldAlerts},
		"plan": {acts: append(names(planSteps), "", "begin", "circle", planAnew), on: []string{"-", "A", "next", "past"}, drafts: []*care.Draft{&planned, &moved, &people},
			with: []string{"2026-03", "2026-03-16", "14", "14:30", "60", "venue", "jo", "mina", "rel", "0", "A"}},
		"meet":    {acts: append(append(names(memberActs), names(staffActs)...), "moveto"), on: []string{"next", "past"}, with: []string{"2026-03-12.10:00"}},
		"topic":   {acts: append(names(lateTopics), "", "add", "one", "show", "mine", "remove"), on: []string{"next", "past", "-"}, with: []string{"tpat", "trel"}, drafts: []*care.Draft{{What: draftTopicLate, Meeting: "next", Network: "A", Text: "worse"}}},
		"remind":  {acts: []string{"", "on", "off", "none", "team", "back"}, on: []string{"next", "-"}, with: []string{offsetName(care.Offset{Days: 7})}},
		"circle":  {acts: append(append(names(circleActs), names(lifeActs)...), "others", "new"), on: []string{"A", "-"}, with: []string{"relative", "volunteer", "person", "pat", "rel", "ria", "jo", "otto", TokenID(w.token("relative"))}, drafts: []*care.Draft{{What: draftInvite, Network: "A"}}, begun: []string{"A"}},
		"agree":   {acts: names(agreeActs), on: []string{"runs", "asks"}, with: []string{"7", "2", "meeting", "off"}},
		"check":   {acts: names(checkInActs), on: []string{"in", "how"}, with: []string{"7", "meeting"}},
		"ask":     {acts: append(names(askSteps), "new"), on: []string{"-", "A"}, with: []string{"rel", "pat", "0", "1", "10:00", "2026-03-16"}, drafts: []*care.Draft{&check, &whose}},
		"inbox":   {acts: append(names(inboxActs), "card", "first", "digest", "circles", "list"), on: []string{"A", "-"}, with: []string{"note", "in", "alone", "answer", "note.1", "0"}, drafts: []*care.Draft{{What: draftReply, Network: "A", Item: "note", Text: "words of the team", Replies: 1}}, begun: []string{"A"}},
		"note":    {acts: []string{"A", "B"}, on: []string{"note", "answer", "alone"}},
		"back":    {acts: []string{"start", "stop"}, on: []string{"-"}},
		"zone":    {acts: []string{"", "team", "keep", "Europe/Paris"}, on: []string{"-"}},
		"group":   {acts: []string{"yes", "no", "untie"}, on: []string{ChatID(otherGroup), ChatID(worldGroup), "A"}, with: []string{"A", "B", ChatID(worldGroup)}},
		"life":    {acts: names(lifeSteps), on: []string{"A"}, with: []string{"pat", "rel", "ria", "jo", "dan"}},
		"absent":  {acts: names(absentSteps), on: []string{"-"}, with: []string{"nan", "joe", "phone", "rel", "ria", "nan.ria"}, drafts: []*care.Draft{{What: draftAbsent, Network: "A", Absent: "nan"}, {What: draftAbsentRelation, Network: "A", Text: "Gran"}, {What: draftAbsentHow, Network: "A", Absent: "nan"}}},
		"promise": {acts: []string{"yes", "no"}, on: []string{"A"}, with: []string{"nan", "joe"}},
		"told":    {acts: names(toldActs), on: []string{"next"}, with: []string{"nan", "joe"}},
		"request": {acts: append(names(requestBegins), names(requestActs)...), on: []string{"A", "req", "new", "-"}},
		"after":   {acts: append(names(afterActs), "was", "was_not"), on: []string{"past", "held"}, with: []string{"ria", "rel", "2", "0"}},
		"how":     {acts: []string{"skip", "absent"}, on: []string{"how", "in"}},
		"agenda":  {acts: []string{""}, on: []string{"next", "past"}},
		"forget":  {acts: []string{"again", "yes", "no"}, on: []string{"-"}},
		"see": {acts: append(append(names(readerActs), names(authorActs)...), "all"), on: []string{"note", "alone", "answer", "in", "how", "scale", "pat", "-"},
			args: func(act string) []string {
				if act == "all" {
					return []string{"all.back", "all.leave"}
				}
				return shownArgs(names(shownKinds)...)(act)
			}, drafts: []*care.Draft{{What: draftShare, Network: "A", Item: "note", Invited: []string{"ria", "nora"}}}, begun: []string{"note"}},
		"mine": {acts: []string{"first", "show", "play", "ask", "delete"}, on: []string{"note", "alone", "answer", "in", "next", "open", "taken", "agreed", "vgo", "-"},
			args: func(act string) []string {
				return []string{act, act + ".n", act + ".n.1", act + ".c", act + ".ttpat", act + ".ttrel", act + ".a", act + ".v", act + ".p"}
			}},
		"measure":  {acts: append(names(measureActs), "list", "new"), on: []string{"scale", "-"}, with: []string{"5", "5.2026-03-02", "30.light", "09:00", "7"}},
		"drill":    {acts: []string{"begin", "here"}, on: []string{"drill", "-"}},
		"duty":     {acts: append(names(dutyActs), names(dutyMenus)...), on: []string{"-", "ona", "otto", "cover"}, with: shift, drafts: []*care.Draft{{What: draftAskCover, Cover: cover}, {What: draftSetCover, Cover: cover}, {What: draftOfferCover, Cover: cover}}, begun: []string{"-", "otto"}},
		"swap":     {acts: []string{"yes", "no", "off"}, on: []string{"swap"}},
		"relay":    {acts: append(names(relayActs), "leave"), on: worldAlerts, revs: []int{relay, -1}},
		"story":    {acts: []string{""}, on: worldAlerts},
		"handover": {acts: []string{"card"}, on: worldAlerts},
		"going":    {acts: names(goingActs), on: worldVisits, with: []string{"2026-03-04.10:00", "2026-03-05.14:00", "move"}},
		"buddy":    {acts: append(names(watchActs), "pick", "ask"), on: worldVisits, with: []string{"b", "d", "b.0", "d.0", "b.ona", "d.voth", "b.rel"}},
		"visit":    {acts: append(append(names(visitActs), names(visitSteps)...), "new", ""), on: append([]string{"-", "A"}, worldVisits...), with: []string{"walk", "2026-03-11", "2026-03-11.morning", "Riverside", "60", "2"}, drafts: []*care.Draft{&visit}},
		"offer":    {acts: names(offerActs), on: worldVisits, with: []string{"2026-03-10.afternoon", "2026-03-10.14:00"}},
		"found":    {acts: []string{"yes", "else"}, on: worldVisits},
		"peer":     {acts: append(names(peerActs), "yes", "no"), on: []string{"-", TokenID(w.token("volunteer"))}, with: []string{"0", "1", "area", "like", "thirty", "7"}},
		"peers":    {acts: names(peersActs), on: []string{"-", "voth", "vout", "vgo", "rel", TokenID(w.token("volunteer"))}, with: []string{"0"}},
		"company":  {acts: append(names(companyActs), names(friendActs)...), on: []string{"-", "friend"}, with: []string{"2", "light", "2.open"}},
		"again":    {acts: append(names(againPersonActs), names(againVolunteerActs)...), on: worldVisits},
		"watch":    {acts: names(hereActs), on: worldVisits},
	}
}

func (v roleVerb) carried(act string) []string {
	if v.args != nil {
		return v.args(act)
	}
	all := []string{act}
	for _, value := range v.with {
		all = append(all, act+"."+value)
	}
	return all
}

// tries are all buttons of one act.
func (v roleVerb) tries(verb, act string) (all []roleTry) {
	begun := v.begun
	if begun == nil {
		begun = []string{"-"}
	}
	for _, d := range append([]*care.Draft{nil}, v.drafts...) {
		on := v.on
		if d != nil {
			on = begun
		}
		for _, id := range on {
			for _, arg := range v.carried(act) {
				for _, rev := range append([]int{worldRev}, v.revs...) {
					all = append(all, roleTry{Event{Kind: KindTap, Message: 900, Tap: Tap{ID: "q", Data: data(verb, id, rev, arg)}}, d})
				}
			}
		}
	}
	return all
}

// roleActs are all rows, in the order of the page.
func (w *roleWorld) roleActs() (all []roleAct) {
	for _, name := range names(commands) {
		var tries []roleTry
		for _, rest := range []string{"", " A", " rel", " 2026-03-16 14:30 60m at home", " next", " begin"} {
			tries = append(tries, roleTry{ev: Event{Kind: KindText, Text: "/" + name + rest, Message: 901}})
		}
		all = append(all, roleAct{"Commands", "/" + name, tries})
	}
	for _, what := range names(roleLinks) {
		all = append(all, roleAct{"Links", "/start, link: " + what, []roleTry{{ev: Event{Kind: KindText, Text: "/start " + w.token(what), Message: 901}}}})
	}
	all = append(all, roleAct{"Links", "/start, link: guessed", []roleTry{{ev: Event{Kind: KindText, Text: "/start " + strings.Repeat("a", 32), Message: 901}}}})
	all = append(all, w.roleWords()...)
	all = append(all, w.roleDrafts()...)
	all = append(all, w.roleGroups()...)
	verbs := w.roleVerbs()
	for _, verb := range names(taps) {
		v := verbs[verb]
		acts := slices.Compact(slices.Sorted(slices.Values(v.acts)))
		for _, act := range acts {
			all = append(all, roleAct{"Buttons: " + verb, strings.TrimSpace(verb + " " + act), v.tries(verb, act)})
		}
	}
	return all
}

// roleWords is what people write and send, and what Telegram says of them.
func (w *roleWorld) roleWords() (all []roleAct) {
	one := func(name string, evs ...Event) {
		var tries []roleTry
		for _, ev := range evs {
			tries = append(tries, roleTry{ev: ev})
		}
		all = append(all, roleAct{"Words and other events", name, tries})
	}
	one("words", Event{Kind: KindText, Text: "some words", Message: 901})
	one("an address, a yes, a number", Event{Kind: KindText, Text: "7 Mill Lane", Message: 901}, Event{Kind: KindText, Text: "yes", Message: 901}, Event{Kind: KindText, Text: "7", Message: 901})
	one("words that sound like danger", Event{Kind: KindText, Text: "danger", Message: 901})
	one("the help button", Event{Kind: KindText, Text: "HELP", Message: 901})
	for _, kind := range []care.MediaKind{care.Voice, care.Photo, care.Sticker, care.File, care.Other} {
		one("a "+string(kind), Event{Kind: KindMedia, Media: care.Media{Kind: kind, File: "file"}, Message: 901})
	}
	one("a location", Event{Kind: KindMedia, Media: care.Media{Kind: care.Location}, Spot: &care.Spot{Lat: 51, Long: 0}, Message: 901})
	one("a telephone number", Event{Kind: KindMedia, Media: care.Media{Kind: care.Other}, Number: "+44 1632 960000", Message: 901})
	one("an edit of a message", Event{Kind: KindEdited, Text: "other words", Message: 700}, Event{Kind: KindEdited, Text: "other words", Message: 900}, Event{Kind: KindEdited, Spot: &care.Spot{Lat: 51}, Message: 700})
	one("blocks the bot", Event{Kind: KindBlocked})
	one("lets it in again", Event{Kind: KindUnblocked})
	one("a button that nobody made", Event{Kind: KindTap, Message: 900, Tap: Tap{ID: "q", Data: "alert/taken/5"}}, Event{Kind: KindTap, Tap: Tap{ID: "q", Data: "nothing/A/5/x"}},
		Event{Kind: KindTap, Tap: Tap{ID: "q", Data: ""}}, Event{Kind: KindTap, Tap: Tap{ID: "q", Data: "alert/taken/99999999999999999999/take"}}, Event{Kind: KindTap, Tap: Tap{ID: "q", Data: "ALERT/taken/5/take"}})
	one("an update of no kind", Event{Kind: KindUnknown})
	return all
}

// roleDrafts is what is typed after something was begun in the circle, also by
// somebody who may not go on with it now.
func (w *roleWorld) roleDrafts() (all []roleAct) {
	for _, what := range names(drafts) {
		var tries []roleTry
		about := map[string]string{draftWhere: "agreed", draftFriendName: "friend", draftFriendNear: "friend"}[what]
		for _, d := range []care.Draft{
			{Network: "A", Meeting: "next", Seq: worldRev, Alert: "free", Member: "rel", Absent: "nan", Item: "note", Replies: 1, Length: 60, Day: "2026-03-16", Clock: "14:30", Staff: []string{"jo"}, Parts: []care.Part{care.PartTime, care.PartPlace, care.PartPeople, care.PartLength},
				Plan: &care.Plan{ID: "runs", Network: "A", Member: "rel", Weekday: -1, Clock: "10:00"}, Visit: &care.Visit{ID: "wanted", Network: "A", Person: "pat", For: care.ActivityOther}},
			{Network: "A", Length: 60, Day: "2026-03-16", Clock: "14:30", Staff: []string{"jo", "mina"}, Plan: &care.Plan{Network: "A", Member: "rel", Weekday: -1, Clock: "10:00"}, Visit: &care.Visit{Network: "A", Person: "pat", For: care.ActivityOther}, Text: "Gran", Member: "rel"},
		} {
			d.What, d.About = what, about
			if what == draftSilence {
				d.Plan = &care.Plan{ID: "runs", Network: "A", Member: "rel", Silence: &care.Silence{Days: 2}}
			}
			for _, typed := range []string{"some words", "2026-03-17", "15:00", "90", "https://example.org/x"} {
				tries = append(tries, roleTry{Event{Kind: KindText, Text: typed, Message: 901}, &d})
			}
		}
		all = append(all, roleAct{"Typed after something was begun", what, tries})
	}
	return all
}

// roleGroups is what is done in the circle's own group and in one that is nobody's.
func (w *roleWorld) roleGroups() (all []roleAct) {
	both := func(name string, ev Event) {
		here, there := ev, ev
		here.Chat, there.Chat = worldGroup, otherGroup
		all = append(all, roleAct{"In the circle's group", name, []roleTry{{ev: here}}}, roleAct{"In a group of no circle", name, []roleTry{{ev: there}}})
	}
	for _, name := range names(commands) {
		both("/"+name, Event{Kind: KindGroup, Text: "/" + name, Message: 901})
	}
	both("words to us", Event{Kind: KindGroup, Text: "@OurBot some words", Message: 901})
	both("words to each other", Event{Kind: KindGroup, Text: "some words", Message: 901})
	both("words to us that sound like danger", Event{Kind: KindGroup, Text: "@OurBot danger", Message: 901})
	both("a button", Event{Kind: KindGroup, Message: 900, Tap: Tap{ID: "q", Data: data("alert", "open", worldRev, "take")}})
	both("puts us in", Event{Kind: KindGroupIn})
	both("takes us out", Event{Kind: KindGroupOut})
	both("becomes a supergroup", Event{Kind: KindMigrated, NewChat: -1009})
	slices.SortStableFunc(all, func(a, b roleAct) int { return strings.Compare(b.part, a.part) })
	return all
}
