package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// The steps of asking, each a page of the one message. Every page leads to the
// next one, and back to the summary once there is one.

const (
	visitDays     = 14 // how far ahead a visit can be asked for
	visitSlotsMax = 12 // times that one visit may be asked for
)

var visitSteps map[string]func(*step, string) Reason

func init() {
	visitSteps = map[string]func(*step, string) Reason{
		"whats": visitActivities, "for": visitActivity,
		"days": visitWhen, "day": visitDayShown, "slot": visitSlot, "unslot": visitSlotOut, "chosen": visitChosen,
		"areas": visitAreas, "area": visitArea, "lengths": visitLengths, "length": visitLength,
		"wishes": visitWishes, "nowish": visitNoWish, "often": visitOften, "every": visitEvery,
		"summary": func(s *step, _ string) Reason { return s.visitNext(visitActivities) }, "send": sendVisit, "leave": planLeave,
	}
}

func (s *step) visitChoice(label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("visit", "-", s.me.Menu, arg)}
}

// visitPage draws a page with the ways out of it.
func (s *step) visitPage(key locales.Key, args Args, lines []Line, rows ...[]Button) {
	last := row(s.visitChoice(locales.PlanLeave, nil, "leave"))
	if s.me.Draft.Asked {
		last = append(row(s.visitChoice(locales.AgreementBack, nil, "summary")), last...)
	}
	s.draw(key, args, nil, lines, append(rows, last)...)
}

// visitNext goes to the next page, or back to the summary from where they came.
func (s *step) visitNext(page func(*step, string) Reason) Reason {
	if s.me.Draft.Asked {
		return visitSummary(s, "")
	}
	return page(s, "")
}

// forOneself reports whether somebody asks for a visit to themselves.
func (s *step) forOneself() bool { return s.me.Draft.Visit.Person == s.me.ID }

func visitActivities(s *step, _ string) Reason {
	s.await(draftVisit)
	var rows [][]Button
	for _, a := range care.Activities {
		rows = append(rows, row(s.visitChoice(activityNames[a], nil, "for."+string(a))))
	}
	key, args := locales.VisitFor, Args(nil)
	if !s.forOneself() {
		key, args = locales.VisitForThem, Args{"Name": s.called(s.me.Draft.Visit.Person)}
	}
	s.visitPage(key, args, nil, rows...)
	return "visit.for"
}

func visitActivity(s *step, value string) Reason {
	a, v := care.Activity(value), s.me.Draft.Visit
	if activityNames[a] == "" {
		return s.refused()
	}
	v.For, v.Own = a, care.Words{}
	if a == care.ActivityOther {
		s.await(draftVisitOwn)
		s.visitPage(locales.VisitOwn, nil, nil)
		return "visit.own.asked"
	}
	return s.visitNext(visitWhen)
}

// visitWordsMost keeps what volunteers are to read short enough for a card.
const visitWordsMost = 200

// visitOwnTyped takes what a visit is for, in the asker's words.
func visitOwnTyped(s *step, typed string) Reason {
	return s.visitTyped(typed, &s.me.Draft.Visit.Own, visitWhen)
}

func visitWishTyped(s *step, typed string) Reason {
	return s.visitTyped(typed, &s.me.Draft.Visit.Wish, visitOften)
}

func (s *step) visitTyped(typed string, into *care.Words, next func(*step, string) Reason) Reason {
	if len([]rune(typed)) > visitWordsMost {
		s.reply(locales.VisitWordsLong, nil)
		return "visit.words.long"
	}
	*into = s.spoken(typed, care.Media{})
	s.menu()
	return s.visitNext(next)
}

// visitWhen offers the days of a fortnight; what is chosen stands above.
func visitWhen(s *step, _ string) Reason {
	s.await(draftVisit)
	v := s.me.Draft.Visit
	var rows [][]Button
	for _, day := range s.visitDaysLeft() {
		b := s.visitChoice(locales.VisitDay, Args{"Day": {Day: day}}, "day."+day)
		if slices.ContainsFunc(v.Slots, func(slot care.Slot) bool { return slot.Day == day }) {
			b = s.visitChoice(locales.VisitDayChosen, Args{"Day": {Day: day}}, "day."+day)
		}
		if n := len(rows); n > 0 && len(rows[n-1]) == 1 {
			rows[n-1] = append(rows[n-1], b)
			continue
		}
		rows = append(rows, row(b))
	}
	key, args := locales.VisitWhen, Args(nil)
	if len(v.Slots) > 0 {
		key, args = locales.VisitWhenChosen, Args{"Times": slotList(v.Slots)}
		done := s.visitChoice(locales.VisitTheseTimes, nil, "chosen")
		done.Style = "primary"
		rows = append([][]Button{row(done)}, rows...)
	}
	s.visitPage(key, args, nil, rows...)
	return "visit.when"
}

// visitDaysLeft are the days on which a visit can still be found.
func (s *step) visitDaysLeft() (days []string) {
	first, err := time.Parse(time.DateOnly, s.visitDay())
	if err != nil {
		panic(readFailed{undecided(err.Error())})
	}
	for i := range visitDays {
		day := first.AddDate(0, 0, i).Format(time.DateOnly)
		if len(s.partsLeft(day)) > 0 {
			days = append(days, day)
		}
	}
	return days
}

// partsLeft are the parts of a day for which a volunteer can still be found.
func (s *step) partsLeft(day string) (parts []care.PartOfDay) {
	for _, part := range care.PartsOfDay {
		one := &care.Visit{Zone: s.team().Zone, Slots: []care.Slot{{Day: day, Part: part}}}
		if len(openings(one, s.now, askLead)) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

func visitDayShown(s *step, day string) Reason {
	parts := s.partsLeft(day)
	if len(parts) == 0 || !slices.Contains(s.visitDaysLeft(), day) {
		s.stale()
		return visitWhen(s, "")
	}
	var rows [][]Button
	for _, part := range parts {
		b := s.visitChoice(partNames[part], nil, "slot."+day+"."+string(part))
		if slices.Contains(s.me.Draft.Visit.Slots, care.Slot{Day: day, Part: part}) {
			b = s.visitChoice(locales.AgreementChosen, Args{"Name": keyed(partNames[part])}, "unslot."+day+"."+string(part))
		}
		rows = append(rows, row(b))
	}
	s.visitPage(locales.VisitPartOfDay, Args{"Day": {Day: day}}, nil, append(rows, row(s.visitChoice(locales.VisitOtherDay, nil, "days")))...)
	return "visit.day"
}

// visitSlot chooses a part of a day and goes back to the days: most people need
// one time or a few. Tapped twice, it stays chosen.
func visitSlot(s *step, value string) Reason {
	day, part := splitArg(value)
	slot, v := care.Slot{Day: day, Part: care.PartOfDay(part)}, s.me.Draft.Visit
	switch {
	case slices.Contains(v.Slots, slot):
	case !slices.Contains(s.partsLeft(day), slot.Part) || !slices.Contains(s.visitDaysLeft(), day):
		s.stale()
	case len(v.Slots) >= visitSlotsMax:
		s.notice(locales.VisitSlotsEnough, nil)
	default:
		v.Slots = append(v.Slots, slot)
		slices.SortFunc(v.Slots, compareSlots)
	}
	return visitWhen(s, "")
}

// visitSlotOut leaves a part of a day out again.
func visitSlotOut(s *step, value string) Reason {
	day, part := splitArg(value)
	v := s.me.Draft.Visit
	v.Slots = slices.DeleteFunc(v.Slots, func(slot care.Slot) bool { return slot.Day == day && slot.Part == care.PartOfDay(part) })
	return visitWhen(s, "")
}

func compareSlots(a, b care.Slot) int {
	if a.Day != b.Day {
		if a.Day < b.Day {
			return -1
		}
		return 1
	}
	return slices.Index(care.PartsOfDay, a.Part) - slices.Index(care.PartsOfDay, b.Part)
}

func visitChosen(s *step, _ string) Reason {
	if len(s.me.Draft.Visit.Slots) == 0 {
		return visitWhen(s, "")
	}
	return s.visitNext(visitAreas)
}

// visitAreas offers the areas of the team file; without any it is skipped.
func visitAreas(s *step, _ string) Reason {
	s.await(draftVisit)
	areas := s.team().Areas
	if len(areas) == 0 {
		return s.visitNext(visitLengths)
	}
	var rows [][]Button
	for i, area := range areas {
		rows = append(rows, row(s.visitChoice(locales.ListName, Args{"Name": text(area)}, "area."+strconv.Itoa(i))))
	}
	s.visitPage(locales.VisitWhere, nil, nil, append(rows, row(s.visitChoice(locales.VisitAnywhere, nil, "area.-")))...)
	return "visit.where"
}

func visitArea(s *step, value string) Reason {
	areas := s.team().Areas
	i, err := strconv.Atoi(value)
	switch {
	case value == "-":
		s.me.Draft.Visit.Area = ""
	case err != nil || i < 0 || i >= len(areas):
		s.stale()
		return visitAreas(s, "")
	default:
		s.me.Draft.Visit.Area = areas[i]
	}
	return s.visitNext(visitLengths)
}

func visitLengths(s *step, _ string) Reason {
	s.await(draftVisit)
	var rows [][]Button
	for _, n := range care.VisitLengths {
		rows = append(rows, row(s.visitChoice(locales.CommonMinutes, Args{"Count": count(n)}, "length."+strconv.Itoa(n))))
	}
	s.visitPage(locales.VisitLong, nil, nil, rows...)
	return "visit.long"
}

func visitLength(s *step, value string) Reason {
	n, err := strconv.Atoi(value)
	if err != nil || !slices.Contains(care.VisitLengths, n) {
		return s.refused()
	}
	s.me.Draft.Visit.Minutes = n
	return s.visitNext(visitWishes)
}

func visitWishes(s *step, _ string) Reason {
	s.await(draftVisitWish)
	s.visitPage(locales.VisitWish, nil, nil, row(s.visitChoice(locales.VisitNoWish, nil, "nowish")))
	return "visit.wish"
}

func visitNoWish(s *step, _ string) Reason {
	s.me.Draft.Visit.Wish = care.Words{}
	return s.visitNext(visitOften)
}

func visitOften(s *step, _ string) Reason {
	s.await(draftVisit)
	var rows [][]Button
	for n := range len(everyNames) {
		rows = append(rows, row(s.visitChoice(everyNames[n], nil, "every."+strconv.Itoa(n))))
	}
	s.visitPage(locales.VisitOften, nil, nil, rows...)
	return "visit.often"
}

func visitEvery(s *step, value string) Reason {
	n, err := strconv.Atoi(value)
	if _, known := everyNames[n]; err != nil || !known {
		return s.refused()
	}
	s.me.Draft.Visit.Every = n
	return visitSummary(s, "")
}
