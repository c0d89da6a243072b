package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

func measureTimer(id string) TimerKey { return TimerKey{Subject: "measure", ID: id, What: "ask"} }

// measureNext sets the one next question of a measure (I9), in its member's zone.
func (s *step) measureNext(m *care.Measure) {
	next, err := calendar.Next(s.now, calendar.EveryDay, m.Clock, s.zoneOf(s.contact(m.Member)))
	if err != nil || next.IsZero() {
		panic(readFailed{undecided("measure " + m.ID + " has no next date")})
	}
	s.timer(measureTimer(m.ID), next)
}

// onMeasureDue asks, once a day, whoever still agrees to be asked and has not
// said a number yet. It is silent: nobody has to answer.
func onMeasureDue(s *step) Reason {
	m := s.measure(s.ev.Timer.ID)
	if m == nil || m.Clock == "" || !m.Ended.IsZero() {
		return "measure.over"
	}
	s.measureNext(m)
	c := s.contact(m.Member)
	switch {
	case c == nil || !c.Died.IsZero() || c.Stopped || c.Blocked || !c.Agrees(care.CheckIns):
		return "measure.withheld"
	case s.valueOn(m, s.dayOf(m)) != nil:
		return "measure.has.one"
	}
	m.Asked = s.now
	s.putMeasure(m)
	msg := s.todayMessage(m)
	msg.Person, msg.Lane, msg.Slot, msg.Fresh, msg.Replace, msg.Protect = c.ID, Bulk, "measure:"+m.ID, true, true, true
	msg.Buttons = append(msg.Buttons,
		row(measureButton(locales.MeasureSkip, m, "skip"), measureButton(locales.MeasureLater, m, "later")),
		row(measureButton(locales.MeasureStop, m, "hour.none")))
	msg.Guard = Guard{Purpose: care.CheckIns, Quiet: true, Before: s.now.Add(checkInLate)}
	s.say(msg)
	return "measure.asked"
}

func measureSkip(s *step, m *care.Measure, _ string) Reason {
	m.Asked = time.Time{}
	s.putMeasure(m)
	return s.measureMessage(Message{Key: locales.CheckSkipped}, "measure.skipped")
}

// laterBy is how long "not now" waits.
const laterBy = 3 * time.Hour

// measureLater asks again in a while, unless that would be at night or after
// the next question: then the next question is soon enough.
func measureLater(s *step, m *care.Measure, _ string) Reason {
	m.Asked = time.Time{}
	s.putMeasure(m)
	zone, again := s.zoneOf(s.me), s.now.Add(laterBy)
	next, err := calendar.Next(s.now, calendar.EveryDay, m.Clock, zone)
	if err != nil || m.Clock == "" || calendar.Quiet(again, zone) || !again.Before(next) {
		return s.measureMessage(Message{Key: locales.CheckSkipped}, "measure.skipped")
	}
	s.timer(measureTimer(m.ID), again)
	return s.measureMessage(Message{Key: locales.MeasureAgain, Args: Args{"When": when(again)}}, "measure.later")
}

// askedFor is how long a typed number answers the question.
const askedFor = 24 * time.Hour

// measureTyped takes a typed number as the value that was asked for last. Words
// go where words go.
func (s *step) measureTyped(typed string, media care.Media) (Reason, bool) {
	if media.Kind != "" || len(s.me.Measures) == 0 {
		return "", false
	}
	n, as := readValue(typed)
	if as == noValue {
		return "", false
	}
	m := s.measureAsked()
	if m == nil {
		return "", false
	}
	switch as {
	case notWhole:
		day := s.dayOf(m)
		s.reply(locales.MeasureWhole, nil, row(valueButton(m, n, day), valueButton(m, n+1, day)))
		return "measure.not.whole", true
	case outOfRange:
		s.reply(locales.MeasureRange, nil)
		return "measure.out.of.range", true
	}
	return s.measureKeep(m, n), true
}

// measureAsked is the measure that was asked last and waits, unless an open
// question was asked since, or somebody of the team wrote since: then what is
// typed answers that.
func (s *step) measureAsked() (last *care.Measure) {
	for _, m := range s.ownMeasures() {
		if !m.Asked.IsZero() && s.now.Sub(m.Asked) < askedFor && (last == nil || m.Asked.After(last.Asked)) {
			last = m
		}
	}
	if in := s.checkin(s.me.CheckIn); last != nil && in != nil && in.Asked.After(last.Asked) && len(in.Words) == 0 {
		return nil
	}
	if r := s.answersReply(); last != nil && r != nil && r.Words[0].At.After(last.Asked) {
		return nil
	}
	return last
}
