package flows

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Planning a meeting is one message, edited in place: which day, what time,
// how long, where, and a summary to send. What was chosen waits in the draft.

// What somebody's typed words may complete.
const (
	draftPlan     = "plan"
	draftPlace    = "plan.place"
	draftQuestion = "check.question"
	draftCircle   = "circle.name"
)

// daysShown is how many days one page offers.
const daysShown = 14

// hoursOffered are the hours at which meetings usually begin.
var hoursOffered = []int{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}

// beginPlan opens the planning menu for a circle.
func (s *step) beginPlan(network string) Reason {
	if !s.plansIn(s.me.ID, network) {
		return s.refused()
	}
	var practitioners []string
	for _, id := range s.network(network).With(care.Practitioner) {
		if s.place(s.network(network), id) != nil {
			practitioners = append(practitioners, id)
		}
	}
	if len(practitioners) < 2 {
		s.show(locales.PlanNeedsTwo, nil, row(Button{Label: locales.CircleAddStaff, Data: data("circle", network, 0, "staff")}))
		return "plan.needs.two"
	}
	s.begin(&care.Draft{What: draftPlan, Network: network, Length: 90, Staff: practitioners})
	s.showDays(0)
	return "plan.begun"
}

// beginMove opens the same menu for a meeting that stands.
func (s *step) beginMove(m *care.Meeting) Reason {
	s.begin(&care.Draft{What: draftPlan, Network: m.Network, Meeting: m.ID, Length: m.Minutes, Place: m.Place, Staff: m.Practitioners})
	s.showDays(0)
	return "move.begun"
}

func (s *step) planButton(label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("plan", "-", s.me.Menu, arg)}
}

// showDays offers a fortnight of days, from today.
func (s *step) showDays(page int) {
	zone := calendar.Zone(s.team().Zone)
	today := s.now.In(zone)
	var rows [][]Button
	for i := 0; i < daysShown; i += 2 {
		var r []Button
		for j := range 2 {
			day := today.AddDate(0, 0, page*daysShown+i+j).Format("2006-01-02")
			r = append(r, s.planButton(locales.ListDay, Args{"Day": {Day: day}}, "day."+day))
		}
		rows = append(rows, r)
	}
	turn := row(s.planButton(locales.PlanLater, nil, "days."+strconv.Itoa(page+1)))
	if page > 0 {
		turn = append(row(s.planButton(locales.PlanEarlier, nil, "days."+strconv.Itoa(page-1))), turn...)
	}
	rows = append(rows, turn, row(s.planButton(locales.PlanLeave, nil, "leave")))
	key := locales.PlanDay
	if s.me.Draft.Meeting != "" {
		key = locales.PlanMoveDay
	}
	s.show(key, Args{"Circle": text(circleName(s.network(s.me.Draft.Network)))}, rows...)
}

// showTimes offers hours, then with a second tap the quarters of one.
func (s *step) showTimes(hour int) {
	var rows [][]Button
	add := func(clock, arg string) {
		if len(rows) == 0 || len(rows[len(rows)-1]) == 4 {
			rows = append(rows, nil)
		}
		last := len(rows) - 1
		rows[last] = append(rows[last], s.planButton(locales.ListName, Args{"Name": text(clock)}, arg))
	}
	if hour < 0 {
		for _, h := range hoursOffered {
			add(fmt.Sprintf("%02d:00", h), fmt.Sprintf("hour.%d", h))
		}
	} else {
		for q := 0; q < 60; q += 15 {
			clock := fmt.Sprintf("%02d:%02d", hour, q)
			add(clock, "time."+clock)
		}
	}
	rows = append(rows, row(s.planButton(locales.PlanBack, nil, "days.0"), s.planButton(locales.PlanLeave, nil, "leave")))
	s.show(locales.PlanTime, Args{"Day": {Day: s.me.Draft.Day}}, rows...)
}

func (s *step) showLengths() {
	var r []Button
	for _, n := range care.MeetingLengths {
		r = append(r, s.planButton(locales.CommonMinutes, Args{"Count": count(n)}, "length."+strconv.Itoa(n)))
	}
	s.show(locales.PlanLength, Args{"Day": {Day: s.me.Draft.Day}, "Time": text(s.me.Draft.Clock)}, r,
		row(s.planButton(locales.PlanBack, nil, "times"), s.planButton(locales.PlanLeave, nil, "leave")))
}

func (s *step) showPlaces() {
	s.me.Draft.What = draftPlace
	s.putContact(s.me)
	s.show(locales.PlanPlace, nil,
		row(s.planButton(locales.PlanPlaceHome, nil, "place.home"), s.planButton(locales.PlanPlaceTeam, nil, "place.team")),
		row(s.planButton(locales.PlanPlaceVideo, nil, "place.video")),
		row(s.planButton(locales.PlanBack, nil, "times"), s.planButton(locales.PlanLeave, nil, "leave")))
}

// showSummary shows the whole of it back before anybody is told.
func (s *step) showSummary() {
	d := s.me.Draft
	d.What = draftPlan
	s.putContact(s.me)
	begin, err := calendar.Instant(d.Day, d.Clock, calendar.Zone(s.team().Zone))
	if err != nil {
		panic(readFailed{undecided("draft without a time")})
	}
	key, send := locales.PlanSummary, locales.PlanSend
	if d.Meeting != "" {
		key, send = locales.PlanMoveSummary, locales.PlanMoveSend
	}
	s.show(key, Args{
		"Circle": text(circleName(s.network(d.Network))), "When": when(begin), "Minutes": count(d.Length),
		"Place": text(d.Place), "Practitioners": s.names(d.Staff),
	}, row(Button{Label: send, Data: data("plan", "-", s.me.Menu, "send"), Style: "primary"}),
		row(s.planButton(locales.PlanBack, nil, "days.0"), s.planButton(locales.PlanLeave, nil, "leave")))
}

// planMeetingTap handles every button of the planning menu.
func planMeetingTap(s *step, p press) Reason {
	if p.id != "-" && s.me != nil {
		return s.beginPlan(p.id)
	}
	if s.me == nil || !s.staff() {
		return s.refused()
	}
	d := s.me.Draft
	if d == nil || p.rev != s.me.Menu || d.What != draftPlan && d.What != draftPlace {
		s.stale()
		s.redraw(locales.PlanOld, nil)
		return "plan.stale"
	}
	if !s.plansIn(s.me.ID, d.Network) {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	choose, known := planSteps[act]
	if !known {
		return s.refused()
	}
	s.touched()
	return choose(s, value)
}

func splitArg(arg string) (act, value string) {
	for i := range arg {
		if arg[i] == '.' {
			return arg[:i], arg[i+1:]
		}
	}
	return arg, ""
}

var planSteps map[string]func(*step, string) Reason

func init() {
	planSteps = map[string]func(*step, string) Reason{
		"days": func(s *step, v string) Reason {
			page, _ := strconv.Atoi(v)
			s.showDays(min(max(page, 0), 26))
			return "plan.days"
		},
		"day":    planDay,
		"times":  func(s *step, _ string) Reason { s.showTimes(-1); return "plan.times" },
		"hour":   planHour,
		"time":   planTime,
		"length": planLength,
		"place":  planPlace,
		"send":   planSend,
		"leave":  planLeave,
	}
}

func planDay(s *step, day string) Reason {
	if _, err := time.Parse("2006-01-02", day); err != nil {
		return s.refused()
	}
	s.me.Draft.Day = day
	s.showTimes(-1)
	return "plan.day"
}

func planHour(s *step, v string) Reason {
	hour, err := strconv.Atoi(v)
	if err != nil || hour < 0 || hour > 23 {
		return s.refused()
	}
	s.showTimes(hour)
	return "plan.hour"
}

func planTime(s *step, clock string) Reason {
	begin, err := calendar.Instant(s.me.Draft.Day, clock, calendar.Zone(s.team().Zone))
	if err != nil {
		return s.refused()
	}
	if !begin.After(s.now) {
		s.notice(locales.PlanPast, nil)
		s.showTimes(-1)
		return "plan.past"
	}
	s.me.Draft.Clock = clock
	if s.me.Draft.Meeting != "" {
		s.showSummary() // moving keeps length and place: one tap more than opening it
		return "plan.time"
	}
	s.showLengths()
	return "plan.time"
}

func planLength(s *step, v string) Reason {
	n, err := strconv.Atoi(v)
	if err != nil || !slices.Contains(care.MeetingLengths, n) {
		return s.refused()
	}
	s.me.Draft.Length = n
	s.showPlaces()
	return "plan.length"
}

var places = map[string]locales.Key{
	"home": locales.PlaceHome, "team": locales.PlaceTeam, "video": locales.PlaceVideo,
}

func planPlace(s *step, v string) Reason {
	key, known := places[v]
	if !known {
		return s.refused()
	}
	s.me.Draft.Place = s.Question(s.me.Language, key)
	s.showSummary()
	return "plan.place"
}

// placeLimit keeps a place readable; a longer one is not an address.
const placeLimit = 300

// placeTyped takes a place in somebody's own words.
func placeTyped(s *step, typed string) Reason {
	if len([]rune(typed)) > placeLimit {
		s.reply(locales.PlanPlaceLong, nil)
		return "plan.place.long"
	}
	s.me.Draft.Place = typed
	s.menu()
	s.showSummary()
	return "plan.place"
}

func planLeave(s *step, _ string) Reason {
	s.me.Draft = nil
	s.putContact(s.me)
	s.redraw(locales.PlanLeft, nil)
	return "plan.left"
}

// planSend makes or moves the meeting and tells everybody.
func planSend(s *step, _ string) Reason {
	d := s.me.Draft
	if d.Day == "" || d.Clock == "" {
		return s.refused()
	}
	if begin, err := calendar.Instant(d.Day, d.Clock, calendar.Zone(s.team().Zone)); err != nil || !begin.After(s.now) {
		s.notice(locales.PlanPast, nil)
		s.showDays(0)
		return "plan.past"
	}
	s.me.Draft = nil
	s.putContact(s.me)
	if d.Meeting != "" {
		return s.moveMeeting(d)
	}
	n := s.network(d.Network)
	m := &care.Meeting{
		ID: s.newID("meeting"), Network: n.ID, Seq: 1, Day: d.Day, Clock: d.Clock, Zone: s.team().Zone, Minutes: d.Length,
		Place: d.Place, Practitioners: d.Staff, PlannedBy: s.me.ID, At: s.now,
	}
	for _, member := range n.Members {
		m.Invited = append(m.Invited, member.Contact)
	}
	n.Meetings = append(n.Meetings, m.ID)
	s.putNetwork(n)
	s.putMeeting(m)
	s.redraw(locales.PlanSent, s.meetingArgs(m))
	s.tellAll(m, tellPlanned)
	s.audit("meeting:"+m.ID, "meeting.planned", "")
	return "meeting.planned"
}

// moveMeeting changes the time. Whatever was queued for the old time dies with
// its Seq at this commit (I6, rule 11).
func (s *step) moveMeeting(d *care.Draft) Reason {
	m := s.meeting(d.Meeting)
	if m == nil || m.Cancelled {
		s.redraw(locales.PlanOld, nil)
		return "plan.stale"
	}
	m.Day, m.Clock, m.Zone = d.Day, d.Clock, s.team().Zone
	m.Seq++
	m.Answers = nil // an answer was to the old time
	s.putMeeting(m)
	s.redraw(locales.PlanMoved, s.meetingArgs(m))
	s.tellAll(m, tellMoved)
	s.audit("meeting:"+m.ID, "meeting.moved", "")
	return "meeting.moved"
}
