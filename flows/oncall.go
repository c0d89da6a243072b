package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Who is on call now, until when, who is next, and what the next days look like.
// Names are for staff; everybody else learns whether somebody is.

// onCallDays is how far ahead the list goes.
const onCallDays = 14

// linesOnCall is how many stretches the list shows at most.
const linesOnCall = 50

func onCallCommand(s *step, rest string) Reason {
	if s.within != nil && rest == "here" {
		return s.tieTeam()
	}
	if !s.staff() {
		return s.onCallMember()
	}
	if rest == "here" {
		s.reply(locales.TeamgroupHere, nil)
		return "oncall.here"
	}
	return s.showOnCall()
}

// showOnCall draws the overview for a member of staff.
func (s *step) showOnCall() Reason {
	t, r := s.team(), s.rota()
	var lines []Line
	for tier := 1; tier <= calendar.Tiers(t, r); tier++ {
		lines = append(lines, s.onCallNow(tier)...)
	}
	lines = append(lines, s.onCallAhead()...)
	lines = append(lines, s.onCallChanges()...)
	if away := s.awayStaff(); len(away) > 0 {
		lines = append(lines, Line{Key: locales.OncallAway, Args: Args{"Names": s.staffNames(away)}})
	}
	s.showWith(locales.OncallTitle, nil, lines, s.onCallButtons()...)
	return "oncall.shown"
}

// showWith is show with further paragraphs.
func (s *step) showWith(key locales.Key, args Args, lines []Line, buttons ...[]Button) {
	m := Message{Lane: Reply, Key: key, Args: args, Lines: lines, Buttons: buttons, Guard: Guard{Purpose: PurposeReply}}
	if s.ev.Kind == KindTap {
		m.Edit, m.Caption = s.ev.Message, s.ev.Caption
	}
	s.say(m)
}

// onCallNow says who of a tier is on call and who follows.
func (s *step) onCallNow(tier int) (lines []Line) {
	t, r := s.team(), s.rota()
	staff, until := calendar.Duty(t, r, s.now, tier)
	args := Args{"Names": s.staffNames(staff), "Until": when(until)}
	switch {
	case len(staff) == 0 && tier == 1:
		lines = append(lines, line(locales.OncallNowNobody))
	case len(staff) > 0 && tier > 1:
		lines = append(lines, Line{Key: locales.OncallBehind, Args: args, Tight: true})
	case len(staff) > 0 && until.Sub(s.now) >= onCallDays*24*time.Hour:
		return append(lines, Line{Key: locales.OncallNowOn, Args: Args{"Names": args["Names"]}})
	case len(staff) > 0:
		lines = append(lines, Line{Key: locales.OncallNow, Args: args})
	}
	if tier > 1 {
		return lines
	}
	if next, from := calendar.NextDuty(t, r, s.now, tier); len(next) > 0 {
		return append(lines, Line{Key: locales.OncallNext, Args: Args{"Names": s.staffNames(next), "From": when(from)}, Tight: true})
	}
	return append(lines, Line{Key: locales.OncallNextNone, Tight: true})
}

// onCallAhead lists the next days, with what nobody covers.
func (s *step) onCallAhead() []Line {
	t, r := s.team(), s.rota()
	until := s.now.AddDate(0, 0, onCallDays)
	var all []calendar.Stretch
	for tier := 1; tier <= calendar.Tiers(t, r); tier++ {
		for _, st := range beginsBefore(until, calendar.Stretches(t, r, s.now, until.Add(longShift), tier)) {
			if len(st.Staff) > 0 {
				all = append(all, st)
			}
		}
	}
	all = append(all, calendar.DutyGaps(t, r, s.now, until)...)
	slices.SortStableFunc(all, func(a, b calendar.Stretch) int { return a.From.Compare(b.From) })
	lines := []Line{line(locales.OncallAhead)}
	for i, st := range all {
		if i == linesOnCall {
			return append(lines, line(locales.OncallMore))
		}
		args := s.span(s.me, st.From, st.Until)
		args["Names"] = s.staffNames(st.Staff)
		key := locales.OncallSpan
		switch {
		case len(st.Staff) == 0:
			key = locales.OncallSpanNobody
		case st.Tier > 1:
			key = locales.OncallSpanTier
		}
		lines = append(lines, Line{Key: key, Args: args, Tight: true})
	}
	return lines
}

// onCallChanges lists what was agreed in the chat and is not over, and what was
// asked and is not settled.
func (s *step) onCallChanges() (lines []Line) {
	r := s.rota()
	for _, c := range r.Covers {
		if !c.Until.After(s.now) {
			continue
		}
		args := s.span(s.me, c.From, c.Until)
		args["In"], args["Out"] = s.staffNames([]string{c.In}), s.staffNames([]string{c.Out})
		key := locales.OncallChange
		switch {
		case c.Out == "":
			key = locales.OncallChangeIn
		case c.In == "":
			key = locales.OncallChangeOut
		}
		lines = append(lines, Line{Key: key, Args: args, Tight: len(lines) > 0})
	}
	if len(lines) > 0 {
		lines[0].Tight = true
		lines = append([]Line{line(locales.OncallChanged)}, lines...)
	}
	for _, sw := range r.Swaps {
		if sw.Until.After(s.now) && sw.Offer == "" {
			args := s.span(s.me, sw.From, sw.Until)
			args["Name"] = s.staffNames([]string{sw.Asks})
			lines = append(lines, Line{Key: locales.OncallAsked, Args: args})
		}
	}
	return lines
}

// awayStaff are those who are on call in the next days and cannot be reached.
func (s *step) awayStaff() (away []string) {
	for _, m := range s.team().Staff {
		if m.Role.Staff() && !s.staffHears(m.ID) && len(s.dutySpans(m.ID, s.now, s.now.AddDate(0, 0, onCallDays))) > 0 {
			away = append(away, m.ID)
		}
	}
	return away
}

func (s *step) onCallButtons() (rows [][]Button) {
	rev := s.menu()
	add := func(label locales.Key, arg string) {
		rows = append(rows, row(Button{Label: label, Data: data("duty", "-", rev, arg)}))
	}
	if len(s.dutySpans(s.me.Staff, s.now, s.now.AddDate(0, 0, ownDays))) > 0 {
		add(locales.OncallMine, "mine")
	}
	add(locales.OncallTheirs, "theirs")
	if s.coordinates() {
		add(locales.OncallSet, "set")
		if slices.ContainsFunc(s.rota().Covers, func(c care.Cover) bool { return c.Until.After(s.now) }) {
			add(locales.OncallUndo, "undo")
		}
		if s.rota().Group != 0 {
			add(locales.TeamgroupUntie, "untie")
		}
	}
	add(locales.OncallWake, "wake")
	return rows
}

// onCallMember says whether somebody is on call, and no more.
func (s *step) onCallMember() Reason {
	now, until, next := s.somebodyHears()
	m := Message{Lane: Reply, Key: locales.OncallMemberNow, Args: Args{"Until": when(until)}, Keyboard: true, Guard: Guard{Purpose: PurposeReply}}
	switch {
	case now && until.Sub(s.now) >= onCallDays*24*time.Hour:
		m.Key, m.Args = locales.OncallMemberOn, nil
	case now:
	case next.IsZero():
		m.Key, m.Args, m.Lines = locales.OncallMemberNobody, nil, s.crisisLines()
	default:
		m.Key, m.Args, m.Lines = locales.OncallMemberLater, Args{"From": when(next)}, s.crisisLines()
	}
	s.say(m)
	return "oncall.member"
}

// somebodyHears reports whether anybody who is on call can be reached, until when,
// and if not, from when.
func (s *step) somebodyHears() (now bool, until, next time.Time) {
	for _, st := range calendar.Stretches(s.team(), s.rota(), s.now, s.now.AddDate(0, 0, onCallDays), 1) {
		there := slices.ContainsFunc(st.Staff, s.staffHears)
		switch {
		case there && st.From.Equal(s.now):
			now, until = true, st.Until
		case there && now:
			until = st.Until
		case there:
			return now, until, st.From
		case now:
			return now, until, st.Until
		}
	}
	if !now && !s.covered() {
		next = s.nextCover()
	}
	return now, until, next
}

// span says a stretch of time: the second moment only by the clock, when it lies
// on the same day for its reader.
func (s *step) span(reader *care.Contact, from, until time.Time) Args {
	zone := s.zoneOf(reader)
	end := when(until)
	if last := until.Add(-1); calendar.Day(from, zone) == calendar.Day(last, zone) {
		end = text(until.In(zone).Format("15:04"))
	}
	return Args{"From": when(from), "Until": end}
}

// staffNames lists staff ids by the names of the team file, in one line.
func (s *step) staffNames(staff []string) Arg {
	var lines []Line
	for _, id := range staff {
		name := text(id)
		if m, known := s.team().StaffByID(id); known {
			name = text(m.Name)
		}
		if c := s.staffContact(id); c != nil {
			if !c.Died.IsZero() {
				continue
			}
			name.Who = c.ID
		}
		lines = append(lines, Line{Key: locales.ListName, Args: Args{"Name": name}})
	}
	return Arg{List: lines, Inline: true}
}

// staffHears reports whether a member of staff can be reached by Telegram.
func (s *step) staffHears(staff string) bool {
	c := s.staffContact(staff)
	return c != nil && s.canHear(c.ID)
}

// coordinates reports whether whoever did this is a coordinator, now.
func (s *step) coordinates() bool {
	if !s.staff() {
		return false
	}
	m, _ := s.team().StaffByID(s.me.Staff)
	return m.Role == care.Coordinator
}

// stamp is an instant as a button carries it.
func stamp(t time.Time) string { return strconv.FormatInt(t.Unix(), 36) }

func unstamp(text string) time.Time {
	n, _ := strconv.ParseInt(text, 36, 64)
	return time.Unix(n, 0)
}
