package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Everybody chooses when they are reminded: as their team does, at moments of
// their own, or not at all. It is one message, edited in place.

// remindTap handles its buttons. The id is the meeting whose details led here,
// or "-" for the settings.
func remindTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if m := s.meeting(p.id); m == nil || !m.Asked(s.me.ID) || s.place(s.network(m.Network), s.me.ID) == nil {
		p.id = "-" // what they set is theirs; of a meeting that is not, nothing is said (I7)
	}
	act, value := splitArg(p.arg)
	switch act {
	case "on", "off":
		o, known := s.offsetNamed(value)
		if !known {
			return s.refused()
		}
		s.chooseOffset(o, act == "on")
	case "none":
		s.setOffsets(nil, true)
	case "team":
		s.setOffsets(nil, false)
	case "back":
		s.redraw(locales.SettingsTitle, nil, s.settingsButtons()...)
		return "settings.shown"
	}
	s.showReminders(p.id)
	return "reminders.shown"
}

// setOffsets writes the choice down and sets the chain anew. What would have
// been due before it was made is not made up for.
func (s *step) setOffsets(offsets []care.Offset, own bool) {
	s.caughtUp(s.me)
	s.me.Offsets, s.me.OwnTimes = offsets, own
	s.putContact(s.me)
	s.remindAnew(s.me)
}

// chooseOffset turns one reminder on or off; the others stay as they are now,
// also when they were the team's until this moment.
func (s *step) chooseOffset(o care.Offset, on bool) {
	offsets := slices.DeleteFunc(slices.Clone(s.team().OffsetsOf(s.me)), func(x care.Offset) bool { return x == o })
	if on {
		offsets = append(offsets, o)
	}
	slices.SortFunc(offsets, longestFirst)
	s.setOffsets(offsets, true)
}

func longestFirst(a, b care.Offset) int { return int(span(b) - span(a)) }

// span is an offset's length, for comparing.
func span(o care.Offset) time.Duration {
	return time.Duration(o.Days)*24*time.Hour + time.Duration(o.Hours)*time.Hour + time.Duration(o.Minutes)*time.Minute
}

// offsetsToChoose are the usual ones and whatever the team or the reader has
// besides.
func (s *step) offsetsToChoose() []care.Offset {
	all := slices.Concat(care.OffsetsOffered, s.team().Reminders, s.me.Offsets)
	slices.SortFunc(all, longestFirst)
	return slices.Compact(all)
}

// offsetName is an offset on a button: 3d, 2h, 30m.
func offsetName(o care.Offset) string {
	return strconv.Itoa(o.Days) + "d" + strconv.Itoa(o.Hours) + "h" + strconv.Itoa(o.Minutes) + "m"
}

func (s *step) offsetNamed(name string) (care.Offset, bool) {
	all := s.offsetsToChoose()
	i := slices.IndexFunc(all, func(o care.Offset) bool { return offsetName(o) == name })
	if i < 0 {
		return care.Offset{}, false
	}
	return all[i], true
}

// before says an offset in words.
func before(o care.Offset) Arg {
	var lines []Line
	add := func(key locales.Key, n int) {
		if n > 0 {
			lines = append(lines, Line{Key: key, Args: Args{"Count": count(n)}})
		}
	}
	weeks := 0
	if o.Days%7 == 0 {
		weeks, o.Days = o.Days/7, 0
	}
	add(locales.ReminderWeeks, weeks)
	add(locales.CommonDays, o.Days)
	add(locales.CommonHours, o.Hours)
	add(locales.CommonMinutes, o.Minutes)
	return Arg{List: lines, Inline: true}
}

func (s *step) showReminders(from string) {
	chosen := s.team().OffsetsOf(s.me)
	var rows [][]Button
	for _, o := range s.offsetsToChoose() {
		label, act := locales.ReminderOff, "on."
		if slices.Contains(chosen, o) {
			label, act = locales.ReminderOn, "off."
		}
		rows = append(rows, row(Button{Label: label, Args: Args{"Before": before(o)}, Data: data("remind", from, 0, act+offsetName(o))}))
	}
	rows = append(rows, row(Button{Label: locales.ReminderNone, Data: data("remind", from, 0, "none")}),
		row(Button{Label: locales.ReminderTeam, Data: data("remind", from, 0, "team")}), row(s.backFrom(from)))
	s.say(Message{Lane: Reply, Key: locales.ReminderTitle, Lines: []Line{s.reminderState(chosen)}, Buttons: rows,
		Edit: s.ev.Message, Caption: s.ev.Caption, Guard: Guard{Purpose: PurposeReply}})
}

// reminderState says in one sentence what holds.
func (s *step) reminderState(chosen []care.Offset) Line {
	switch {
	case s.me.Staff == "" && !s.me.Agrees(care.Reminders):
		return line(locales.ReminderRefused)
	case !s.me.OwnTimes:
		return line(locales.ReminderAsTeam)
	case len(chosen) == 0:
		return line(locales.ReminderNever)
	}
	return line(locales.ReminderYours)
}

// backFrom leads back to where the reader came from.
func (s *step) backFrom(from string) Button {
	if m := s.meeting(from); m != nil {
		return s.backToMeeting(m)
	}
	return Button{Label: locales.ReminderBack, Data: data("remind", "-", 0, "back")}
}
