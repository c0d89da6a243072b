package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Choosing a shift: one's own, a colleague's, or hours that nobody has.

const (
	ownDays   = 28 // how far ahead one's own shifts are offered
	shiftPage = 10 // how many are offered at once
	nobodyID  = "-"
)

var pickKeys = map[string]locales.Key{
	draftAskCover: locales.OncallPickMine, draftOfferCover: locales.OncallPickTheirs, draftSetCover: locales.OncallPickSet,
}

var pickMenus = map[string]string{draftAskCover: "mine", draftOfferCover: "theirs", draftSetCover: "set"}

// shiftsFor are the shifts that can be chosen for a purpose, the soonest first.
func (s *step) shiftsFor(what string) (out []calendar.Stretch) {
	t, r := s.team(), s.rota()
	if what == draftAskCover {
		return s.dutyParts(s.me.Staff, s.now.AddDate(0, 0, ownDays))
	}
	until := s.now.AddDate(0, 0, onCallDays)
	for _, m := range t.Staff {
		if what == draftSetCover || m.ID != s.me.Staff {
			out = append(out, s.dutyParts(m.ID, until)...)
		}
	}
	out = append(out, calendar.DutyGaps(t, r, s.now, until)...)
	slices.SortStableFunc(out, func(a, b calendar.Stretch) int { return a.From.Compare(b.From) })
	return out
}

// longShift is how far beyond where it begins a shift is followed.
const longShift = 8 * 24 * time.Hour

// dutyParts are somebody's shifts that begin from now on until then, tier by
// tier, each to its end.
func (s *step) dutyParts(staff string, until time.Time) (out []calendar.Stretch) {
	for tier := 1; tier <= calendar.Tiers(s.team(), s.rota()); tier++ {
		out = append(out, beginsBefore(until, calendar.Shifts(s.team(), s.rota(), staff, s.now, until.Add(longShift), tier))...)
	}
	slices.SortStableFunc(out, func(a, b calendar.Stretch) int { return a.From.Compare(b.From) })
	return out
}

// offerShifts shows a page of shifts to choose from.
func (s *step) offerShifts(what, page string) Reason {
	if what == draftSetCover && !s.coordinates() {
		return s.refused()
	}
	s.me.Draft = &care.Draft{What: what, Cover: &care.Cover{}, Since: s.now}
	s.menu()
	all := s.shiftsFor(what)
	first, _ := strconv.Atoi(page)
	first = max(0, min(first, len(all)-1))
	var rows [][]Button
	for _, st := range all[first:min(first+shiftPage, len(all))] {
		args, key, id := s.span(s.me, st.From, st.Until), locales.OncallShiftNobody, nobodyID
		if len(st.Staff) > 0 {
			key, id = locales.OncallShiftOf, st.Staff[0]
			args["Name"] = s.staffNames(st.Staff)
		}
		if what == draftAskCover {
			key = locales.OncallShift
		}
		rows = append(rows, row(s.dutyButton(key, args, id, "pick."+stamp(st.Until))))
	}
	var turn []Button
	if first > 0 {
		turn = append(turn, s.dutyButton(locales.OncallEarlier, nil, "-", pickMenus[what]+"."+strconv.Itoa(max(0, first-shiftPage))))
	}
	if first+shiftPage < len(all) {
		turn = append(turn, s.dutyButton(locales.OncallLater, nil, "-", pickMenus[what]+"."+strconv.Itoa(first+shiftPage)))
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	key := pickKeys[what]
	if len(all) == 0 {
		key = locales.OncallPickNone
	}
	s.show(key, nil, append(rows, row(s.dutyButton(locales.OncallBack, nil, "-", "leave")))...)
	return "duty.shifts"
}

// pickShift: a shift was chosen. It is known by whose it is and when it ends,
// since one that has begun begins anew with every moment.
func pickShift(s *step, p press, value string) Reason {
	d := s.coverDraft()
	if d == nil {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	st, found := s.shiftNamed(d.What, p.id, unstamp(value))
	switch {
	case !found && !unstamp(value).After(s.now):
		return s.dutyAgain(locales.OncallOver)
	case !found:
		return s.dutyAgain(locales.OncallChangedSince)
	}
	return s.chose(d.What, st)
}

// beginsBefore leaves out what begins later.
func beginsBefore(until time.Time, all []calendar.Stretch) []calendar.Stretch {
	return slices.DeleteFunc(all, func(st calendar.Stretch) bool { return !st.From.Before(until) })
}

func (s *step) shiftNamed(what, staff string, until time.Time) (calendar.Stretch, bool) {
	for _, st := range s.shiftsFor(what) {
		whose := nobodyID
		if len(st.Staff) > 0 {
			whose = st.Staff[0]
		}
		if whose == staff && st.Until.Unix() == until.Unix() {
			return st, true
		}
	}
	return calendar.Stretch{}, false
}

// chose begins a draft with a shift.
func (s *step) chose(what string, st calendar.Stretch) Reason {
	c := &care.Cover{From: st.From, Until: st.Until, Tier: st.Tier}
	if len(st.Staff) > 0 {
		c.Out = st.Staff[0]
	}
	s.me.Draft = &care.Draft{What: what, Cover: c, Since: s.now}
	return s.showPart()
}

// showPart shows what is chosen and ways to choose less of it.
func (s *step) showPart() Reason {
	d := s.coverDraft()
	d.Since = s.now
	s.menu()
	c := d.Cover
	rows := [][]Button{row(s.dutyButton(locales.OncallWhole, nil, "-", "whom"))}
	if c.Until.Sub(c.From) >= time.Hour {
		rows = append(rows, row(s.dutyButton(locales.OncallFirst, nil, "-", "part.first"), s.dutyButton(locales.OncallLast, nil, "-", "part.last")),
			row(s.dutyButton(locales.OncallFromHour, nil, "-", "moments.from"), s.dutyButton(locales.OncallUntilHour, nil, "-", "moments.until")))
	}
	s.show(locales.OncallPart, s.span(s.me, c.From, c.Until), append(rows, s.coverEnd(pickMenus[d.What]))...)
	return "duty.part"
}

// pickPart takes half of what is chosen, cut at a quarter of an hour.
func pickPart(s *step, _ press, value string) Reason {
	d := s.coverDraft()
	if d == nil {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	if value == "all" {
		return s.showPart()
	}
	half := d.Cover.From.Add(d.Cover.Until.Sub(d.Cover.From) / 2).Truncate(15 * time.Minute)
	if value == "first" {
		d.Cover.Until = half
	} else {
		d.Cover.From = half
	}
	return s.showPart()
}

// momentSteps are the distances between two moments that are offered; the first
// that gives no more than momentsAtMost is taken.
var momentSteps = []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

const momentsAtMost = 16

// pickMoments offers moments inside what is chosen, on the face of the clock.
func pickMoments(s *step, _ press, value string) Reason {
	d := s.coverDraft()
	if d == nil {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	key, act := locales.OncallFromWhich, "from."
	if value == "until" {
		key, act = locales.OncallUntilWhich, "until."
	}
	s.menu()
	var rows [][]Button
	for _, at := range moments(d.Cover.From, d.Cover.Until, s.teamZone()) {
		b := s.dutyButton(locales.OncallMoment, Args{"When": when(at)}, "-", act+stamp(at))
		if n := len(rows); n > 0 && len(rows[n-1]) == 1 {
			rows[n-1] = append(rows[n-1], b)
		} else {
			rows = append(rows, row(b))
		}
	}
	s.show(key, s.span(s.me, d.Cover.From, d.Cover.Until), append(rows, s.coverEnd("part.all"))...)
	return "duty.moments"
}

// moments lie strictly inside a stretch. They are counted from midnight on the
// clock's face, so that a night of a clock change has them at the usual times.
func moments(from, until time.Time, zone *time.Location) (out []time.Time) {
	for _, each := range momentSteps {
		out = out[:0]
		for day := from; calendar.Day(day, zone) <= calendar.Day(until, zone) && len(out) <= momentsAtMost; day = day.AddDate(0, 0, 1) {
			for clock := time.Duration(0); clock < 24*time.Hour; clock += each {
				at, err := calendar.Instant(calendar.Day(day, zone), time.Time{}.Add(clock).Format("15:04"), zone)
				if err == nil && at.After(from) && at.Before(until) && (len(out) == 0 || at.After(out[len(out)-1])) {
					out = append(out, at)
				}
			}
		}
		if len(out) <= momentsAtMost {
			break
		}
	}
	return out[:min(len(out), momentsAtMost)]
}

func pickFrom(s *step, _ press, value string) Reason {
	return s.narrow(func(c *care.Cover) { c.From = unstamp(value) })
}

func pickUntil(s *step, _ press, value string) Reason {
	return s.narrow(func(c *care.Cover) { c.Until = unstamp(value) })
}

func (s *step) narrow(by func(*care.Cover)) Reason {
	d := s.coverDraft()
	if d == nil {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	less := *d.Cover
	by(&less)
	if less.From.Before(d.Cover.From) || less.Until.After(d.Cover.Until) || !less.Until.After(less.From) {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	d.Cover = &less
	return s.showPart()
}
