package flows

import (
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// Somebody of the circle may not use Telegram. They are kept by name, with how
// they are best told, and somebody who has promised to tell them.

// What somebody's typed words may complete.
const (
	draftAbsent         = "absent"
	draftAbsentName     = "absent.name"
	draftAbsentRelation = "absent.relation"
	draftAbsentHow      = "absent.how"
)

// absentOf is a circle's member without Telegram, or nil.
func absentOf(n *care.Network, id string) *care.Absent {
	for i := range n.Absent {
		if n.Absent[i].ID == id {
			return &n.Absent[i]
		}
	}
	return nil
}

// keepsAbsent: the person decides who belongs, and staff write it down for them.
func (s *step) keepsAbsent(n *care.Network) bool {
	m := s.place(n, s.me.ID)
	return m != nil && ended(n) == "" && (m.Role == care.Person || m.Role.Staff())
}

// showAbsents lists them; with none it asks for the first name at once.
func showAbsents(s *step, n *care.Network, _ string) Reason {
	if !s.keepsAbsent(n) {
		return s.refused()
	}
	s.begin(&care.Draft{What: draftAbsent, Network: n.ID})
	if len(n.Absent) == 0 {
		return absentNew(s, n, "")
	}
	var rows [][]Button
	for _, a := range n.Absent {
		rows = append(rows, row(s.absentButton(locales.ListName, Args{"Name": text(a.Name)}, "one."+a.ID)))
	}
	rows = append(rows, row(s.absentButton(locales.AbsentAdd, nil, "new")),
		row(Button{Label: locales.PlanBack, Data: data("circle", n.ID, 0, "")}))
	s.show(locales.AbsentList, Args{"Circle": text(n.Called)}, rows...)
	return "absent.listed"
}

func (s *step) absentButton(label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("absent", "-", s.me.Menu, arg)}
}

// absentTap handles the menus about a member without Telegram.
func absentTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	d := s.me.Draft
	if d == nil || p.rev != s.me.Menu || !strings.HasPrefix(d.What, draftAbsent) {
		s.stale()
		s.redraw(locales.PlanOld, nil)
		return "absent.stale"
	}
	n := s.network(d.Network)
	act, value := splitArg(p.arg)
	do, known := absentSteps[act]
	if !known || !s.keepsAbsent(n) {
		return s.refused()
	}
	s.touched()
	return do(s, n, value)
}

var absentSteps map[string]func(*step, *care.Network, string) Reason

func init() {
	absentSteps = map[string]func(*step, *care.Network, string) Reason{
		"new": absentNew, "one": absentOne, "skip": absentSkip, "how": absentHow, "ask": absentChoose,
		"teller": absentTeller, "remove": absentRemove, "gone": absentGone,
	}
}

// askFor shows what is asked next, and takes the words that follow as its answer.
func (s *step) askFor(draft string, key locales.Key, args Args, buttons ...[]Button) {
	s.me.Draft.What = draft
	s.putContact(s.me)
	s.show(key, args, buttons...)
}

func absentNew(s *step, n *care.Network, _ string) Reason {
	s.askFor(draftAbsentName, locales.AbsentName, Args{"Circle": text(n.Called)},
		row(Button{Label: locales.PlanBack, Data: data("circle", n.ID, 0, "")}))
	return "absent.begun"
}

// drafted is the circle and the member that the draft is about, while whoever
// types may still change them.
func (s *step) drafted() (*care.Network, *care.Absent) {
	n := s.network(s.me.Draft.Network)
	if !s.keepsAbsent(n) {
		return nil, nil
	}
	return n, absentOf(n, s.me.Draft.Absent)
}

// tooLate ends a draft whose matter has changed under it.
func (s *step) tooLate() Reason {
	s.me.Draft = nil
	s.putContact(s.me)
	s.show(locales.PlanOld, nil)
	return "absent.stale"
}

func absentNamed(s *step, typed string) Reason {
	n, _ := s.drafted()
	typed = oneLine(typed)
	switch {
	case n == nil:
		return s.tooLate()
	case typed == "" || len([]rune(typed)) > nameLimit:
		s.reply(locales.AbsentNameLong, nil)
		return "absent.name.long"
	case slices.ContainsFunc(n.Absent, func(a care.Absent) bool { return strings.EqualFold(a.Name, typed) }):
		s.reply(locales.AbsentNameTaken, Args{"Name": text(typed)})
		return "absent.name.taken"
	}
	a := care.Absent{ID: s.newID("absent"), Name: typed, By: s.me.ID}
	n.Absent = append(n.Absent, a)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "absent.added", a.ID)
	if n.Centre != "" && n.Centre != s.me.ID { // who belongs is theirs to know (rule 2)
		s.say(Message{Person: n.Centre, Lane: Bulk, Key: locales.AbsentTold, Args: Args{"Who": s.called(s.me.ID), "Name": text(a.Name)},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	s.me.Draft.Absent = a.ID
	s.menu()
	s.askFor(draftAbsentRelation, locales.AbsentRelation, Args{"Name": text(a.Name), "Circle": text(n.Called)}, row(s.absentButton(locales.AbsentSkip, nil, "skip")))
	return "absent.added"
}

// oneLine takes typed words as one line.
func oneLine(typed string) string { return strings.Join(strings.Fields(typed), " ") }

// aboutLimit keeps what is said of somebody a few words long.
const aboutLimit = 60

func absentRelated(s *step, typed string) Reason {
	return s.absentWords(typed, func(n *care.Network, a *care.Absent, typed string) {
		a.Relation = typed
		s.menu()
		s.askHow(a)
	})
}

func absentHowTyped(s *step, typed string) Reason {
	return s.absentWords(typed, func(n *care.Network, a *care.Absent, typed string) {
		a.How = typed
		s.menu()
		s.chooseTeller(n, a)
	})
}

// absentWords keeps a few typed words about a member and goes on.
func (s *step) absentWords(typed string, then func(*care.Network, *care.Absent, string)) Reason {
	n, a := s.drafted()
	typed = oneLine(typed)
	switch {
	case a == nil:
		return s.tooLate()
	case typed == "" || len([]rune(typed)) > aboutLimit:
		s.reply(locales.AbsentWordsLong, nil)
		return "absent.words.long"
	}
	then(n, a, typed)
	s.putNetwork(n)
	return "absent.described"
}

// absentSkip leaves out what was asked.
func absentSkip(s *step, n *care.Network, _ string) Reason {
	a := absentOf(n, s.me.Draft.Absent)
	switch {
	case a == nil:
		return s.tooLate()
	case s.me.Draft.What == draftAbsentRelation:
		s.askHow(a)
	default:
		s.chooseTeller(n, a)
	}
	return "absent.skipped"
}

// waysToTell are offered; any other can be typed.
var waysToTell = map[string]locales.Key{
	"phone": locales.AbsentHowPhone, "person": locales.AbsentHowPerson, "letter": locales.AbsentHowLetter,
}

func (s *step) askHow(a *care.Absent) {
	var ways []Button
	for _, way := range []string{"phone", "person", "letter"} {
		ways = append(ways, s.absentButton(waysToTell[way], nil, "how."+way))
	}
	s.askFor(draftAbsentHow, locales.AbsentHow, Args{"Name": text(a.Name)}, ways, row(s.absentButton(locales.AbsentSkip, nil, "skip")))
}

func absentHow(s *step, n *care.Network, way string) Reason {
	a := absentOf(n, s.me.Draft.Absent)
	if a == nil || waysToTell[way] == "" {
		return s.tooLate()
	}
	a.How = s.Question(s.me.Language, waysToTell[way])
	s.putNetwork(n)
	s.chooseTeller(n, a)
	return "absent.described"
}

// absentOne shows one of them.
func absentOne(s *step, n *care.Network, id string) Reason {
	a := absentOf(n, id)
	if a == nil {
		return s.tooLate()
	}
	s.me.Draft.Absent = a.ID
	lines := []Line{{Key: s.tellerState(n, a), Args: Args{"Teller": s.called(a.Teller), "Asked": s.called(a.Asked)}}}
	if a.How != "" {
		lines = append([]Line{{Key: locales.AbsentPageHow, Args: Args{"How": {Open: a.How}}}}, lines...)
	}
	if a.Relation != "" {
		lines = append([]Line{{Key: locales.AbsentPageRelation, Args: Args{"Circle": text(n.Called), "Relation": {Open: a.Relation}}}}, lines...)
	}
	s.me.Draft.What = draftAbsent
	s.putContact(s.me)
	msg := Message{Lane: Reply, Key: locales.AbsentPage, Args: Args{"Name": text(a.Name)}, Lines: lines, Guard: Guard{Purpose: PurposeReply},
		Buttons: [][]Button{row(s.absentButton(locales.AbsentChange, nil, "ask")), row(s.absentButton(locales.AbsentRemove, nil, "remove")),
			row(Button{Label: locales.PlanBack, Data: data("circle", n.ID, 0, "absent")})}}
	if s.ev.Kind == KindTap {
		msg.Edit = s.ev.Message
	}
	s.say(msg)
	return "absent.shown"
}

func (s *step) tellerState(n *care.Network, a *care.Absent) locales.Key {
	switch {
	case a.Asked != "" && s.place(n, a.Asked) != nil:
		return locales.AbsentPageAsked
	case s.place(n, a.Teller) != nil:
		return locales.AbsentPageTeller
	}
	return locales.AbsentPageNobody
}

func absentRemove(s *step, n *care.Network, _ string) Reason {
	a := absentOf(n, s.me.Draft.Absent)
	if a == nil {
		return s.tooLate()
	}
	s.show(locales.AbsentRemoveAsk, Args{"Name": text(a.Name)},
		row(s.absentButton(locales.AbsentRemoveYes, nil, "gone"), s.absentButton(locales.AbsentRemoveNo, nil, "one."+a.ID)))
	return "absent.remove.asked"
}

// absentGone takes somebody off the list, without a word to anybody: whoever
// does it may just have lost them.
func absentGone(s *step, n *care.Network, _ string) Reason {
	a := absentOf(n, s.me.Draft.Absent)
	if a == nil {
		return s.tooLate()
	}
	name, id := a.Name, a.ID
	n.Absent = slices.DeleteFunc(n.Absent, func(a care.Absent) bool { return a.ID == id })
	for _, m := range n.Meetings {
		s.cancel(toldTimer(m, id))
	}
	s.me.Draft = nil
	s.putContact(s.me)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "absent.removed", id)
	s.redraw(locales.AbsentRemoved, Args{"Name": text(name)}, row(Button{Label: locales.PlanBack, Data: data("circle", n.ID, 0, "")}))
	return "absent.removed"
}
