package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// chartDays are how many days a picture shows.
var chartDays = []int{14, 30, 90}

// chartInWords is for how many days the numbers stand in words beside it, for
// those who cannot see it.
const chartInWords = 14

func chartSlot(m *care.Measure) string { return "chart:" + m.ID }

// measurePicture shows a measure to its member; what stood before goes.
func measurePicture(s *step, m *care.Measure, value string) Reason {
	number, look := splitArg(value)
	days, err := strconv.Atoi(number)
	if err != nil || !slices.Contains(chartDays, days) {
		return s.refused()
	}
	if len(m.Points) == 0 {
		s.notice(locales.MeasureEmpty, nil)
		return "measure.empty"
	}
	msg := s.pictureOf(m, days, look == "d")
	msg.Person, msg.Slot, msg.Fresh, msg.Replace = s.me.ID, chartSlot(m), true, true
	msg.Buttons = pictureRows(m, days, look == "d")
	s.say(msg)
	return "measure.picture"
}

func (s *step) pictureOf(m *care.Measure, days int, dark bool) Message {
	zone := s.zoneOf(s.contact(m.Member))
	return Message{Lane: Reply, Key: locales.MeasureTitle, Args: Args{"Name": ownName(m)}, Lines: s.inWords(m, min(days, chartInWords)),
		Chart:   &Chart{Name: m.Name, Points: slices.Clone(m.Points), Zone: zone.String(), Dark: dark, By: m.Member, Days: days, Until: s.dayOf(m)},
		Protect: true, Guard: Guard{Purpose: PurposeReply}}
}

// inWords are the days up to today, from the first with a number, one a line. A day without a number is said
// to have none: nothing is made up between two others.
func (s *step) inWords(m *care.Measure, days int) (lines []Line) {
	zone := s.zoneOf(s.contact(m.Member))
	today := s.now.In(zone)
	noon := time.Date(today.Year(), today.Month(), today.Day(), 12, 0, 0, 0, zone)
	for i := days - 1; i >= 0; i-- {
		day := calendar.Day(noon.AddDate(0, 0, -i), zone)
		l := Line{Key: locales.MeasureNoDay, Args: Args{"Day": {Day: day}}, Tight: len(lines) > 0}
		p := s.valueOn(m, day)
		if p != nil {
			l.Key, l.Args["Value"] = locales.MeasureDay, count(p.Value)
		} else if len(lines) == 0 {
			continue // it is told from the first number on
		}
		lines = append(lines, l)
	}
	return lines
}

func pictureRows(m *care.Measure, days int, dark bool) [][]Button {
	look, other, label := "l", "d", locales.MeasureDark
	if dark {
		look, other, label = "d", "l", locales.MeasureLight
	}
	var spans []Button
	for _, d := range chartDays {
		if d != days {
			spans = append(spans, Button{Label: locales.CommonDays, Args: Args{"Count": count(d)}, Data: data("measure", m.ID, 0, "pic."+strconv.Itoa(d)+"."+look)})
		}
	}
	return [][]Button{spans, row(measureButton(label, m, "pic."+strconv.Itoa(days)+"."+other)), row(Button{Label: locales.MineWho, Data: data("see", m.ID, 0, "m.open")})}
}
