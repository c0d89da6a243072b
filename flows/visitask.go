package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Asking for a visit of a peer volunteer is one message, edited in place: for
// what, when, where, how long, a wish, how often, and a summary before anybody
// is asked. The team of a circle may suggest one: then the person says yes first.

// What somebody's typed words may complete.
const (
	draftVisit     = "visit" // nothing: the menu waits for a tap
	draftVisitOwn  = "visit.own"
	draftVisitWish = "visit.wish"
)

var visitDrafts = []string{draftVisit, draftVisitOwn, draftVisitWish}

// visitsMost is how many visits of one person may be open at a time.
const visitsMost = 3

// visitCommand is /visit.
func visitCommand(s *step, _ string) Reason {
	var mine []*care.Network
	for _, n := range s.circles(s.me) {
		if s.asksVisits(n) {
			mine = append(mine, n)
		}
	}
	switch {
	case len(mine) == 1:
		return s.showVisits(mine[0])
	case len(mine) > 1:
		var rows [][]Button
		for _, n := range mine {
			rows = append(rows, row(Button{Label: locales.CircleOf, Args: Args{"Circle": text(n.Called)}, Data: data("visit", n.ID, 0, "")}))
		}
		s.show(locales.VisitWhich, nil, rows...)
		return "visit.which"
	}
	if reason, past := s.onlyEnded(); past {
		return reason
	}
	s.show(locales.VisitNone, nil)
	return "visit.none"
}

// asksVisits reports whether this person may ask for visits in a circle: its
// person may, and the team for them.
func (s *step) asksVisits(n *care.Network) bool {
	if n == nil || ended(n) != "" || n.Centre == "" || s.place(n, n.Centre) == nil {
		return false
	}
	return n.Centre == s.me.ID || s.plansIn(s.me.ID, n.ID)
}

// visitsShown are the open visits that this person is shown: all to their
// person, and to the team those that it suggested.
func (s *step) visitsShown(n *care.Network) (shown []*care.Visit) {
	s.fetch(care.KindVisit, n.Visits...)
	for _, id := range n.Visits {
		if v := s.visit(id); v != nil && v.Open() && (v.Person == s.me.ID || v.By != v.Person) {
			shown = append(shown, v)
		}
	}
	return shown
}

// visitStates are the sentences under /visit.
var visitStates = map[care.VisitState]locales.Key{
	care.VisitProposed: locales.VisitIsProposed, care.VisitWanted: locales.VisitIsWanted, care.VisitOffered: locales.VisitIsOffered,
	care.VisitAgreed: locales.VisitIsAgreed, care.VisitRunning: locales.VisitIsAgreed, care.VisitLeaving: locales.VisitIsAgreed,
}

// showVisits lists what is open, or begins to ask when nothing is.
func (s *step) showVisits(n *care.Network) Reason {
	all := s.visitsShown(n)
	if len(all) == 0 {
		return s.beginVisit(n)
	}
	var lines []Line
	var rows [][]Button
	for i, v := range all {
		args := Args{"Number": count(i + 1), "For": visitFor(v), "Day": {Day: v.Day}, "Time": text(v.Clock)}
		lines = append(lines, Line{Key: visitStates[v.State], Args: args, Tight: i > 0})
		if v.Person == s.me.ID && (v.State == care.VisitAgreed || v.Watched()) {
			rows = append(rows, row(Button{Label: locales.VisitOpen, Args: args, Data: data("going", v.ID, v.Seq, "card")}))
		}
		if searching(v) {
			rows = append(rows, row(Button{Label: locales.VisitOpen, Args: args, Data: data("visit", v.ID, v.Rev, "show")}))
		}
	}
	rows = append(rows, row(Button{Label: locales.VisitAnother, Data: data("visit", n.ID, 0, "new")}))
	s.showLines(locales.VisitList, nil, lines, rows)
	return "visit.list"
}

// beginVisit begins to ask, in a circle in which they may.
func (s *step) beginVisit(n *care.Network) Reason {
	if len(n.Visits) >= visitsMost {
		s.show(locales.VisitEnough, Args{"Number": count(len(n.Visits))})
		return "visit.enough"
	}
	zone := s.team().Zone
	s.begin(&care.Draft{What: draftVisit, Network: n.ID, Visit: &care.Visit{Network: n.ID, Person: n.Centre, By: s.me.ID, Zone: zone}})
	if s.ev.Kind == KindTap {
		s.me.Draft.Message, s.me.Draft.Caption = s.ev.Message, s.ev.Caption
	}
	return visitActivities(s, "")
}

var visitActs map[string]func(*step, *care.Visit) Reason

func init() {
	visitActs = map[string]func(*step, *care.Visit) Reason{
		"show": visitShow, "yes": suggestionYes, "no": suggestionNo, "back": visitBack,
	}
}

// visitTap handles the buttons of asking ("-"), of a circle, and of a visit.
func visitTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if p.id == "-" {
		return s.askingTap(p)
	}
	if n := s.network(p.id); n != nil {
		switch {
		case !s.asksVisits(n):
			return s.refused()
		case p.arg == "new":
			return s.beginVisit(n)
		}
		return s.showVisits(n)
	}
	v := s.visit(p.id)
	act, known := visitActs[p.arg]
	if v == nil || !known || !s.hasVisit(v) {
		return s.refused()
	}
	if p.arg != "show" && (p.rev != v.Rev || !searching(v)) {
		s.stale()
		return visitShow(s, v)
	}
	return act(s, v)
}

// hasVisit reports whether a visit is this person's own, or was suggested by the
// team and they are of it.
func (s *step) hasVisit(v *care.Visit) bool {
	n := s.network(v.Network)
	if v.Person == s.me.ID {
		return s.place(n, s.me.ID) != nil
	}
	return v.By != v.Person && s.plansIn(s.me.ID, v.Network)
}

// askingTap handles the buttons of the message in which a visit is asked for.
func (s *step) askingTap(p press) Reason {
	d := s.me.Draft
	if d == nil || d.Visit == nil || p.rev != s.me.Menu || !slices.Contains(visitDrafts, d.What) {
		s.stale()
		return visitCommand(s, "")
	}
	act, value := splitArg(p.arg)
	do, known := visitSteps[act]
	if !known || !s.asksVisits(s.network(d.Network)) {
		return s.refused()
	}
	d.What = draftVisit
	s.touched()
	return do(s, value)
}

// visitShow draws what stands of one visit.
func visitShow(s *step, v *care.Visit) Reason {
	if v.Person == s.me.ID {
		s.drawVisit(v, s.ev.Kind == KindTap)
		return "visit.shown"
	}
	s.suggestedCard(v)
	return "visit.shown"
}

func visitBack(s *step, v *care.Visit) Reason { return s.takeBackVisit(v) }

// visitDay is the day that it is now by the team's clock, in which visits are made.
func (s *step) visitDay() string { return calendar.Day(s.now, s.teamZone()) }
