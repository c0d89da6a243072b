package flows

import (
	"cmp"
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// SpokenMeeting is what was understood of a meeting written in one line.
type SpokenMeeting struct {
	Day, Clock string // 2006-01-02, 15:04; empty: not said
	Minutes    int    // 0: not said
	Place      string
	Kind       care.PlaceKind
	Rest       string   // words that were not understood, verbatim, stretches parted by ", "
	Every      int      // weeks, 0: once
	Missing    []string // what has to be asked: "day", "time"
	Problem    string   // "", "no_day", "no_time", "past", "impossible", "unclear", "rhythm"
}

// problems are the sentences about a line that could not be understood. Without
// a time it is simply asked for.
var problems = map[string]locales.Key{
	"no_day": locales.PlanLineNoDay, "past": locales.PlanLinePast,
	"impossible": locales.PlanLineImpossible, "unclear": locales.PlanLineUnclear,
}

// meetingsShown is how many meetings /meeting offers to open.
const meetingsShown = 10

// staffMeetings is /meeting of those who plan: the next meetings, or one line
// that says what to plan.
func (s *step) staffMeetings(rest string) Reason {
	switch {
	case strings.TrimSpace(rest) == "":
		return s.showPlanned()
	case s.Spoken == nil:
		return s.chooseOrBegin()
	}
	return s.planLine(rest)
}

// showPlanned lists the next meetings, each to open, and offers to plan one.
func (s *step) showPlanned() Reason {
	rows, key := s.plannedRows(), locales.PlanNext
	if len(rows) == 1 {
		key = locales.PlanNone
	}
	s.reply(key, nil, rows...)
	return "meeting.list"
}

// plannedRows are buttons to open each of the next meetings, and to plan one.
func (s *step) plannedRows() [][]Button {
	var next []*care.Meeting
	for _, n := range s.planned() {
		for _, id := range n.Meetings {
			if m := s.meeting(id); m != nil && !m.Cancelled && s.now.Before(ends(m)) {
				next = append(next, m)
			}
		}
	}
	slices.SortFunc(next, func(a, b *care.Meeting) int {
		return cmp.Or(starts(a).Compare(starts(b)), cmp.Compare(a.ID, b.ID))
	})
	var rows [][]Button
	for _, m := range next[:min(len(next), meetingsShown)] {
		rows = append(rows, row(Button{Label: locales.PlanNextOne, Args: Args{"Circle": text(circleName(s.network(m.Network))), "When": when(starts(m))},
			Data: data("meet", m.ID, m.Seq, "details")}))
	}
	return append(rows, row(Button{Label: locales.PlanBegin, Data: data("plan", "-", 0, "begin"), Style: "primary"}))
}

// planned are the circles for which this person plans meetings.
func (s *step) planned() (all []*care.Network) {
	for _, id := range s.me.Networks {
		if n := s.network(id); s.plansIn(s.me.ID, id) && ended(n) == "" {
			all = append(all, n)
		}
	}
	return all
}

// chooseOrBegin asks for which circle, when there are several.
func (s *step) chooseOrBegin() Reason {
	if all := s.planned(); len(all) == 1 {
		return s.beginPlan(all[0].ID)
	}
	return s.chooseCircle(locales.PlanWhich, "plan")
}

// planLine begins a plan with what one line says. With several circles it asks
// for which, and keeps what was understood.
func (s *step) planLine(rest string) Reason {
	all := s.planned()
	if len(all) == 0 {
		return s.chooseCircle(locales.PlanWhich, "plan")
	}
	said := lineDraft(s.Spoken(s.me.Language, rest, s.now, s.teamZone()))
	named := circleNamedIn(all, said)
	s.begin(said)
	if named != nil {
		return s.lineCircle(named.ID)
	}
	if len(all) == 1 {
		return s.lineCircle(all[0].ID)
	}
	var rows [][]Button
	for _, n := range all {
		rows = append(rows, row(s.planButton(locales.CircleOf, Args{"Circle": text(n.Called)}, "circle."+n.ID)))
	}
	s.draw(locales.PlanWhich, nil, nil, nil, append(rows, row(s.planButton(locales.PlanLeave, nil, "leave")))...)
	return "plan.line.which"
}

// circleNamedIn finds the circle that the words name which were not understood,
// and takes its name from them.
func circleNamedIn(all []*care.Network, said *care.Draft) *care.Network {
	parts := strings.Split(said.Rest, ", ")
	for _, n := range all {
		for i, part := range parts {
			if strings.EqualFold(strings.TrimSpace(part), strings.TrimSpace(n.Called)) {
				said.Rest = strings.Join(slices.Delete(parts, i, i+1), ", ")
				return n
			}
		}
	}
	return nil
}

// lineDraft keeps what was understood; its Text is the problem with the rest.
func lineDraft(said SpokenMeeting) *care.Draft {
	return &care.Draft{What: draftPlan, Day: said.Day, Clock: said.Clock, Length: said.Minutes, Place: said.Place, Kind: said.Kind,
		Every: min(max(said.Every, 0), weeksAtMost), Text: said.Problem, Rest: said.Rest}
}

// lineCircle goes on with a line, now that the circle is known.
func (s *step) lineCircle(network string) Reason {
	said := s.me.Draft
	d, reason := s.newDraft(network)
	if d == nil {
		return reason
	}
	d.Message, d.Caption, d.Since, d.Every = said.Message, said.Caption, s.now, said.Every
	s.me.Draft = d
	s.putContact(s.me)
	return s.takeLine(said)
}

// takeLine takes over what a line says, and asks for what is missing.
func (s *step) takeLine(said *care.Draft) Reason {
	d := s.me.Draft
	first := s.lineProblems(said, d)
	if key, known := problems[said.Text]; known {
		if said.Text == "no_day" {
			d.Day, d.Clock = "", said.Clock // kept for the day that is tapped
		}
		s.showMonth(s.thisMonth(), append([]Line{line(key)}, first...)...)
		return Reason("plan.line." + said.Text)
	}
	d.Day, d.Clock = said.Day, ""
	if d.Day == "" || said.Clock == "" {
		s.showSummary(first...)
		return "plan.line.begun"
	}
	return s.chooseTime(said.Clock, 0, first...)
}

// dayTyped takes a day in somebody's writing while the month is open, with
// whatever else a line can say. What is no such line is for the team.
func dayTyped(s *step, typed string) Reason {
	if s.Spoken == nil {
		return s.toTeam(typed, care.Media{}, false)
	}
	said := lineDraft(s.Spoken(s.me.Language, typed, s.now, s.teamZone()))
	if said.Day == "" && said.Clock == "" || !s.plansIn(s.me.ID, s.me.Draft.Network) {
		return s.toTeam(typed, care.Media{}, false)
	}
	d := s.me.Draft
	circleNamedIn([]*care.Network{s.network(d.Network)}, said)
	switch {
	case d.Meeting != "":
		said.Every = 0
	case said.Every > 0:
		d.Every = said.Every
	}
	if said.Clock == "" && d.Day == "" {
		said.Clock = d.Clock // of the line before, which had no day
		if said.Text == "no_time" {
			said.Text = ""
		}
	}
	return s.takeLine(said)
}

// lineProblems takes over length and place, and says what cannot be taken.
func (s *step) lineProblems(said, d *care.Draft) (first []Line) {
	if said.Rest != "" {
		first = append(first, Line{Key: locales.PlanLineRest, Args: Args{"Words": words(said.Rest)}})
	}
	if said.Text == "rhythm" {
		first = append(first, line(locales.PlanLineRhythm))
	}
	switch {
	case said.Length == 0:
	case !fitLength(said.Length):
		first = append(first, line(locales.PlanLengthWrong))
	default:
		d.Length = said.Length
		s.chosen(care.PartLength)
	}
	place, kind := strings.TrimSpace(said.Place), said.Kind
	link, isLink := readLink(place)
	if place != "" || kind != "" {
		s.chosen(care.PartPlace)
	}
	switch {
	case place == "" && kind == "":
	case tooLong(place, placeLimit):
		first = append(first, line(locales.PlanPlaceLong))
	case looksLikeLink(place) || kind == care.PlaceVideo && place != "":
		if !isLink {
			return append(first, line(locales.PlanLinkWrong))
		}
		d.Place, d.Kind, d.Spot = link, care.PlaceVideo, nil
	default:
		d.Place, d.Kind, d.Spot = place, kind, nil
		if place == "" && kind != care.PlaceVideo {
			d.Place, d.Kind = s.standard(standardOf(kind))
		}
	}
	return first
}

func standardOf(kind care.PlaceKind) string {
	if kind == care.PlaceVenue {
		return "team"
	}
	return "home"
}
