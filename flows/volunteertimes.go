package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// week are the days as people count them here, Monday first.
var week = []time.Weekday{1, 2, 3, 4, 5, 6, 0}

// usual are the weeks that are offered to whoever has not chosen yet.
var usual = []struct {
	name  string
	label locales.Key
	times []care.Weekly
}{
	{"weekdays", locales.VolunteerUsualWeekdays, weekly(care.Afternoon, week[:5]...)},
	{"evenings", locales.VolunteerUsualEvenings, weekly(care.Evening, week[:5]...)},
	{"weekends", locales.VolunteerUsualWeekends, append(weekly(care.Morning, week[5:]...), weekly(care.Afternoon, week[5:]...)...)},
}

func weekly(part care.PartOfDay, days ...time.Weekday) (times []care.Weekly) {
	for _, day := range days {
		times = append(times, care.Weekly{Day: day, Part: part})
	}
	return times
}

// isoDay numbers the days from Monday (1) to Sunday (7).
func isoDay(day time.Weekday) int { return (int(day)+6)%7 + 1 }

func dayKey(group string, day time.Weekday) Arg {
	return keyed(locales.Key("calendar." + group + "." + strconv.Itoa(isoDay(day))))
}

// showWeek draws the week to tap: a day a row, its three parts side by side.
func (s *step) showWeek(p *care.Peer) Reason {
	var rows [][]Button
	for _, day := range week {
		var r []Button
		for _, part := range care.PartsOfDay {
			r = append(r, timeButton(care.Weekly{Day: day, Part: part}, slices.Contains(p.Times, care.Weekly{Day: day, Part: part})))
		}
		rows = append(rows, r)
	}
	if len(p.Times) == 0 {
		for _, u := range usual {
			rows = append(rows, row(peerButton(u.label, nil, "usual."+u.name)))
		}
	}
	s.show(locales.VolunteerTimes, nil, append(rows, row(peerButton(locales.VolunteerDone, nil, "")))...)
	return "volunteer.times"
}

// timeButton names the hours, so that nobody has to guess when a morning ends.
func timeButton(w care.Weekly, chosen bool) Button {
	label, to := locales.VolunteerTimeOff, "on"
	if chosen {
		label, to = locales.VolunteerTimeOn, "off"
	}
	from, until := w.Part.Hours()
	args := Args{"Day": dayKey("weekday_short", w.Day), "From": text(strconv.Itoa(from)), "Until": text(strconv.Itoa(until))}
	return peerButton(label, args, "time."+strconv.Itoa(isoDay(w.Day))+"."+string(w.Part)+"."+to)
}

// timeChosen takes one part of a day, or lets it go.
func timeChosen(s *step, p *care.Peer, pr press) Reason {
	number, rest := splitArg(pr.arg)
	part, to := splitArg(rest)
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 7 || !slices.Contains(care.PartsOfDay, care.PartOfDay(part)) || to != "on" && to != "off" {
		return s.refused()
	}
	w := care.Weekly{Day: time.Weekday(n % 7), Part: care.PartOfDay(part)}
	times := slices.DeleteFunc(slices.Clone(p.Times), func(old care.Weekly) bool { return old == w })
	if to == "on" {
		times = append(times, w)
	}
	return s.setTimes(p, times)
}

func (s *step) setTimes(p *care.Peer, times []care.Weekly) Reason {
	slices.SortFunc(times, func(a, b care.Weekly) int {
		if a.Day != b.Day {
			return isoDay(a.Day) - isoDay(b.Day)
		}
		return slices.Index(care.PartsOfDay, a.Part) - slices.Index(care.PartsOfDay, b.Part)
	})
	p.Times = times
	s.keepPeer("volunteer.times")
	s.showWeek(p)
	return "volunteer.times.set"
}

// usualChosen takes a whole week at once. With times chosen it is an old button.
func usualChosen(s *step, p *care.Peer, pr press) Reason {
	for _, u := range usual {
		switch {
		case u.name != pr.arg:
		case len(p.Times) > 0:
			s.stale()
			return s.showWeek(p)
		default:
			return s.setTimes(p, slices.Clone(u.times))
		}
	}
	return s.refused()
}

// timesArg lists the times, a day a line.
func timesArg(p *care.Peer) Arg {
	var lines []Line
	for _, day := range week {
		var parts []Line
		for _, h := range hoursOn(p, day) {
			parts = append(parts, Line{Key: locales.VolunteerHours, Args: Args{"From": text(hourOf(h[0])), "Until": text(hourOf(h[1]))}})
		}
		if len(parts) > 0 {
			lines = append(lines, Line{Key: locales.VolunteerDay, Args: Args{"Day": dayKey("weekday", day), "Hours": {List: parts, Inline: true}}})
		}
	}
	return list(lines...)
}

// hoursOn are the hours of one day; parts that follow on one another are one.
func hoursOn(p *care.Peer, day time.Weekday) (spans [][2]int) {
	for _, part := range care.PartsOfDay {
		if !slices.Contains(p.Times, care.Weekly{Day: day, Part: part}) {
			continue
		}
		from, until := part.Hours()
		if n := len(spans); n > 0 && spans[n-1][1] == from {
			spans[n-1][1] = until
			continue
		}
		spans = append(spans, [2]int{from, until})
	}
	return spans
}
