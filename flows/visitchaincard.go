package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// What the card of an alert says of a visit: where, since when, who watches, and
// with a quiet sign what must not be done.

// openHeadline is how the card begins while nobody has it.
func (s *step) openHeadline(a *care.Alert) locales.Key {
	switch {
	case !unasked(a):
		return locales.CardOpen
	case a.Quiet:
		return locales.WatchCardQuiet
	}
	return locales.WatchCardOpen
}

// takenNotice answers whoever took an alert: a volunteer who asked for nothing
// does not know that anybody has it.
func takenNotice(a *care.Alert) locales.Key {
	if unasked(a) {
		return locales.WatchTakenNotice
	}
	return locales.CardTakenNotice
}

// visitLines are what is known of the visit, while somebody needs it.
func (s *step) visitLines(a *care.Alert) (lines []Line) {
	v := s.visit(a.Visit)
	if v == nil || !a.Open() {
		return nil
	}
	switch {
	case a.Quiet:
		lines = append(lines, line(locales.WatchCardSign))
	case !v.Signal.IsZero() && v.Alert != a.ID:
		lines = append(lines, line(locales.WatchCardSignToo))
	}
	lines = append(lines, Line{Key: locales.WatchCardSince, Args: Args{"When": near(v.Began, a.Opened), "Name": s.who(v.Person), "Until": near(v.Until, a.Opened)}})
	if v.Area != "" {
		lines = append(lines, Line{Key: locales.WatchCardArea, Args: Args{"Area": text(v.Area)}, Tight: true})
	}
	lines = append(lines, s.onCallNumber(v, a)...)
	lines = append(lines, s.visitPlaces(v, a)...)
	watchers := []string{}
	for _, w := range []care.Watcher{v.Buddy, v.Deputy} {
		if s.contact(w.Contact) != nil {
			watchers = append(watchers, w.Contact)
		}
	}
	if len(watchers) > 0 {
		lines = append(lines, Line{Key: locales.WatchCardBuddies, Tight: true, Args: Args{"Told": s.names(watchers)}})
	}
	return append(lines, s.visitHeard(v, a)...)
}

// visitPlaces are the door and the volunteer's last place, behind spoilers.
func (s *step) visitPlaces(v *care.Visit, a *care.Alert) (lines []Line) {
	where := v.Address.Text
	if v.Spot != nil {
		where = strings.TrimSpace(where + "\n" + mapLink(v.Spot))
	}
	if where != "" {
		lines = append(lines, Line{Key: locales.WatchCardDoor, Tight: true, Args: Args{"Words": {Words: where, By: v.Address.Author}}})
	}
	if v.Last != nil {
		lines = append(lines, Line{Key: locales.WatchCardPlace, Tight: true, Args: Args{"Words": {Words: mapLink(v.Last), By: v.Volunteer}, "When": near(v.LastAt, a.Opened)}})
	}
	return lines
}

// visitHeard are the volunteer's last sign of life, and who says what of them.
func (s *step) visitHeard(v *care.Visit, a *care.Alert) (lines []Line) {
	if !v.LastSeen.IsZero() {
		lines = append(lines, Line{Key: locales.WatchCardSeen, Tight: true, Args: Args{"When": near(v.LastSeen, a.Opened)}})
	}
	switch {
	case v.Watched() || v.SafeBy == "":
	case v.SafeBy != v.Volunteer:
		lines = append(lines, Line{Key: locales.WatchCardSpoke, Args: Args{"Name": s.who(v.SafeBy), "When": near(v.SafeAt, a.Opened)}, Tight: len(lines) > 0})
	case a.Quiet:
		lines = append(lines, Line{Key: locales.WatchCardTapped, Args: Args{"When": near(v.SafeAt, a.Opened)}, Tight: len(lines) > 0})
	}
	return lines
}

// onlySafe asks, instead of what was done, the one thing that ends such an alert.
func (s *step) onlySafe(a *care.Alert, m *Message) {
	if !unasked(a) {
		return
	}
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("alert", a.ID, a.Rev, arg)})
	}
	m.Key = locales.WatchOutcome
	m.Buttons = [][]Button{act(locales.WatchOutcomeSafe, "safe"), act(locales.OutcomeNotYet, "not_yet")}
	v := s.visit(a.Visit)
	if v != nil && v.Watched() && v.Alert == a.ID && (!a.Quiet || v.Step != care.StepRaised) {
		m.Buttons = [][]Button{act(locales.WatchOutcomeOver, "safe"), act(locales.WatchOutcomeOn, "goes_on"), act(locales.OutcomeNotYet, "not_yet")}
	}
}
