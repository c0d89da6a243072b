package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A measure is something that a member watches for themselves, under a name of
// their own. It is counted, compared and judged by nobody (rules 4 and 6).

const (
	draftMeasure = "measure" // waits for a name
	measuresMost = 3
	measureName  = 40 // letters
)

func measureCommand(s *step, _ string) Reason {
	if s.me.Staff != "" {
		return s.unknownCommand()
	}
	return s.listMeasures()
}

// measureActs is the table of what the buttons of a measure do.
var measureActs map[string]func(*step, *care.Measure, string) Reason

func init() {
	measureActs = map[string]func(*step, *care.Measure, string) Reason{
		"open": func(s *step, m *care.Measure, _ string) Reason { return s.openMeasure(m) },
		"v":    measureValue, "skip": measureSkip, "later": measureLater,
		"when": func(s *step, m *care.Measure, _ string) Reason { return s.askMeasureHour(m) },
		"hour": measureHour, "pic": measurePicture,
		"end": measureEnd, "end_yes": measureEnded,
	}
}

func measureTap(s *step, p press) Reason {
	if s.me == nil || s.me.Staff != "" {
		return s.refused()
	}
	switch p.arg {
	case "list":
		return s.listMeasures()
	case "new":
		return s.newMeasure()
	}
	m := s.measure(p.id)
	act, value := splitArg(p.arg)
	do, known := measureActs[act]
	if m == nil || m.Member != s.me.ID || !known { // somebody else's, or ended: the answer is the same
		s.stale()
		return s.listMeasures()
	}
	return do(s, m, value)
}

func (s *step) measure(id string) *care.Measure { return read[care.Measure](s, care.KindMeasure, id) }

func (s *step) putMeasure(m *care.Measure) { s.put(care.KindMeasure, m.ID, m) }

func measureRef(m *care.Measure) care.Ref { return care.Ref{Kind: care.KindMeasure, ID: m.ID} }

func measureButton(label locales.Key, m *care.Measure, arg string) Button {
	return Button{Label: label, Data: data("measure", m.ID, 0, arg)}
}

// ownName is the measure's name, behind a spoiler: it may say what somebody lives with.
func ownName(m *care.Measure) Arg { return Arg{Words: m.Name, By: m.Member} }

// measureMessage draws in place, but never under a picture: its text is a caption.
func (s *step) measureMessage(m Message, reason Reason) Reason {
	m.Person, m.Lane, m.Protect, m.Guard = s.me.ID, Reply, true, Guard{Purpose: PurposeReply}
	if s.ev.Kind == KindTap && !s.ev.Caption {
		m.Edit = s.ev.Message
	}
	s.say(m)
	return reason
}

func (s *step) ownMeasures() (all []*care.Measure) {
	s.fetch(care.KindMeasure, s.me.Measures...)
	for _, id := range s.me.Measures {
		if m := s.measure(id); m != nil && m.Member == s.me.ID {
			all = append(all, m)
		}
	}
	return all
}

func (s *step) listMeasures() Reason {
	all := s.ownMeasures()
	var rows [][]Button
	for _, m := range all {
		rows = append(rows, row(Button{Label: locales.ListName, Args: Args{"Name": {Open: m.Name, By: m.Member}}, Data: data("measure", m.ID, 0, "open")}))
	}
	key := locales.MeasureList
	if len(all) == 0 {
		key = locales.MeasureNone
	}
	if len(all) < measuresMost {
		rows = append(rows, row(Button{Label: locales.MeasureNew, Data: data("measure", "-", 0, "new")}))
	}
	return s.measureMessage(Message{Key: key, Buttons: rows}, "measure.listed")
}

func (s *step) newMeasure() Reason {
	if len(s.ownMeasures()) >= measuresMost {
		s.notice(locales.MeasureEnough, nil)
		return s.listMeasures()
	}
	s.begin(&care.Draft{What: draftMeasure})
	return s.measureMessage(Message{Key: locales.MeasureName, Buttons: [][]Button{row(Button{Label: locales.PlanBack, Data: data("measure", "-", 0, "list")})}}, "measure.begun")
}

// measureNamed takes the name, in the words that it is given in.
func measureNamed(s *step, typed string) Reason {
	if len([]rune(typed)) > measureName || slices.Contains([]rune(typed), '\n') {
		s.reply(locales.MeasureNameLong, Args{"Most": count(measureName)})
		return "measure.name.long"
	}
	s.me.Draft = nil
	if len(s.ownMeasures()) >= measuresMost {
		s.putContact(s.me)
		return s.listMeasures()
	}
	m := &care.Measure{ID: s.newID("measure"), Member: s.me.ID, Name: typed, Began: s.now, Share: care.Share{Audience: care.OnlyMe}}
	s.me.Measures = append(s.me.Measures, m.ID)
	s.putContact(s.me)
	s.putMeasure(m)
	s.wrote(s.me.ID, measureRef(m))
	return s.askMeasureHour(m)
}

func (s *step) askMeasureHour(m *care.Measure) Reason {
	var hours []Button
	for _, clock := range hoursOfCheckIn {
		hours = append(hours, Button{Label: locales.ListName, Args: Args{"Name": text(clock)}, Data: data("measure", m.ID, 0, "hour."+clock)})
	}
	rows := [][]Button{hours, row(measureButton(locales.MeasureNoHour, m, "hour.none"))}
	return s.measureMessage(Message{Key: locales.MeasureHour, Args: Args{"Name": ownName(m)}, Buttons: rows}, "measure.hour")
}

// measureHour sets when it is asked. Choosing an hour is the member's own yes to
// being asked, as it is for a check-in.
func measureHour(s *step, m *care.Measure, clock string) Reason {
	switch {
	case clock == "none":
		m.Clock = ""
		s.cancel(measureTimer(m.ID))
		s.notice(locales.CheckEnded, nil)
	case !slices.Contains(hoursOfCheckIn, clock):
		return s.refused()
	default:
		m.Clock = clock
		if !s.me.Agrees(care.CheckIns) {
			s.decideConsent(care.CheckIns, true)
		}
		s.measureNext(m)
		s.notice(locales.MeasureHourSet, Args{"Time": text(clock)})
	}
	s.putMeasure(m)
	return s.openMeasure(m)
}

// openMeasure shows a measure: today's numbers, its picture, and what can be changed.
func (s *step) openMeasure(m *care.Measure) Reason {
	m.Asked = s.now // what is typed next is its value
	s.putMeasure(m)
	msg := s.todayMessage(m)
	msg.Buttons = append(msg.Buttons, row(measureButton(locales.MeasurePicture, m, "pic.14.l")))
	msg.Buttons = append(msg.Buttons, row(measureButton(locales.MeasureWhen, m, "when"), measureButton(locales.MeasureEnd, m, "end")))
	msg.Buttons = append(msg.Buttons, row(Button{Label: locales.MineWho, Data: data("see", m.ID, 0, "m.open")}))
	return s.measureMessage(msg, "measure.opened")
}

// todayMessage asks for today's number: eleven buttons in two rows.
func (s *step) todayMessage(m *care.Measure) Message {
	day := s.dayOf(m)
	var low, high []Button
	for n := range 6 {
		low = append(low, valueButton(m, n, day))
	}
	for n := 6; n <= 10; n++ {
		high = append(high, valueButton(m, n, day))
	}
	msg := Message{Key: locales.MeasureAsk, Args: Args{"Name": ownName(m)}, Buttons: [][]Button{low, high}}
	if p := s.valueOn(m, day); p != nil {
		msg.Lines = []Line{{Key: locales.MeasureHas, Args: Args{"Value": count(p.Value)}}}
	}
	return msg
}

func valueButton(m *care.Measure, n int, day string) Button {
	number := strconv.Itoa(n)
	return Button{Label: locales.ListName, Args: Args{"Name": text(number)}, Data: data("measure", m.ID, 0, "v."+number+"."+day)}
}

// dayOf is today where the member lives.
func (s *step) dayOf(m *care.Measure) string {
	return calendar.Day(s.now, s.zoneOf(s.contact(m.Member)))
}

// valueOn is a day's value, nil when there is none.
func (s *step) valueOn(m *care.Measure, day string) *care.Point {
	zone := s.zoneOf(s.contact(m.Member))
	for i := len(m.Points) - 1; i >= 0; i-- {
		if calendar.Day(m.Points[i].At, zone) == day {
			return &m.Points[i]
		}
	}
	return nil
}

// pointsKept is how many values a measure holds: three years of days.
const pointsKept = 1100

// measureKeep keeps one value a day: a second one replaces the first, and says so.
func (s *step) measureKeep(m *care.Measure, n int) Reason {
	day := s.dayOf(m)
	args := Args{"Name": ownName(m), "Day": {Day: day}, "Value": count(n)}
	key, reason := locales.MeasureKept, Reason("measure.kept")
	if p := s.valueOn(m, day); p != nil {
		if p.Value != n {
			key, reason, args["Old"] = locales.MeasureReplaced, "measure.replaced", count(p.Value)
		}
		*p = s.point(n)
	} else {
		m.Points = append(m.Points, s.point(n))
		m.Points = m.Points[max(0, len(m.Points)-pointsKept):]
	}
	m.Asked = time.Time{}
	s.putMeasure(m)
	return s.measureMessage(Message{Key: key, Args: args, Buttons: [][]Button{
		row(measureButton(locales.MeasurePicture, m, "pic.14.l"), measureButton(locales.MeasureChange, m, "open")),
	}}, reason)
}

// measureValue is a tap on a number. One for a day that has passed is for no
// other day: today's question is shown instead.
func measureValue(s *step, m *care.Measure, value string) Reason {
	number, day := splitArg(value)
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 0 || n > 10:
		return s.refused()
	case day != s.dayOf(m):
		s.stale()
		return s.openMeasure(m)
	}
	return s.measureKeep(m, n)
}

func measureEnd(s *step, m *care.Measure, _ string) Reason {
	return s.measureMessage(Message{Key: locales.MeasureEndAsk, Args: Args{"Name": ownName(m)}, Buttons: [][]Button{
		row(Button{Label: locales.MineYes, Data: data("measure", m.ID, 0, "end_yes"), Style: "danger"}),
		row(measureButton(locales.MineKeep, m, "open")),
	}}, "measure.end.asked")
}

// measureEnded deletes it here and where others have it.
func measureEnded(s *step, m *care.Measure, _ string) Reason {
	s.takeBack(measureRef(m), &m.Share, slices.Clone(m.Share.Sent)...)
	s.say(Message{Person: s.me.ID, Lane: Reply, Slot: chartSlot(m), Key: locales.MeasureGone, Gone: true, Silent: true, Guard: Guard{Purpose: PurposeReply}})
	s.cancel(measureTimer(m.ID))
	s.me.Measures = slices.DeleteFunc(s.me.Measures, func(id string) bool { return id == m.ID })
	s.putContact(s.me)
	s.unlist(s.me.ID, measureRef(m))
	s.put(care.KindMeasure, m.ID, nil)
	return s.measureMessage(Message{Key: locales.MeasureGone, Buttons: [][]Button{row(Button{Label: locales.PlanBack, Data: data("measure", "-", 0, "list")})}}, "measure.ended")
}
