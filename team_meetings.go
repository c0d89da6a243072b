package main

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"polyphony/care"
)

// maxReminders bounds how often one meeting may remind somebody.
const maxReminders = 5

// reminderShape is a number of days or hours: "3d", "2h".
var reminderShape = regexp.MustCompile(`^([1-9][0-9]?)([dh])$`)

// readMeetings reads when the team reminds people of a meeting; members can
// choose other times for themselves.
func (d *teamDraft) readMeetings(t *teamTable) {
	m := t.sub("meetings")
	if m == nil {
		return
	}
	words, line, there := m.texts("reminders")
	if there && m.isEmptyList("reminders") {
		d.fault(line, `meetings.reminders is empty: write for instance ["3d", "1d", "2h"], or leave it out.`)
	}
	for _, w := range words {
		d.readReminder(w)
	}
	if len(words) > maxReminders {
		d.fault(line, "meetings.reminders names %d times: %d are the most that helps anybody.", len(words), maxReminders)
	}
	slices.SortStableFunc(d.team.Reminders, func(a, b care.Offset) int { return cmp.Compare(b.Days*24+b.Hours, a.Days*24+a.Hours) })
	m.end()
}

func (d *teamDraft) readReminder(w teamWord) {
	parts := reminderShape.FindStringSubmatch(w.text)
	if parts == nil {
		d.fault(w.line, `meetings.reminders %s is not a time before a meeting: write days like "3d" or hours like "2h".`, quoted(w.text))
		return
	}
	n, _ := strconv.Atoi(parts[1])
	o := care.Offset{Hours: n}
	if parts[2] == "d" {
		o = care.Offset{Days: n}
	}
	switch {
	case o.Days > 14 || o.Hours > 23:
		d.fault(w.line, "meetings.reminders %s is too far ahead: 14d and 23h are the most.", quoted(w.text))
	case slices.Contains(d.team.Reminders, o):
		d.fault(w.line, "meetings.reminders %s is named twice.", quoted(w.text))
	default:
		d.team.Reminders = append(d.team.Reminders, o)
	}
}

// remindersLine writes reminders as the team file does.
func remindersLine(offsets []care.Offset) string {
	var words []string
	for _, o := range offsets {
		if o.Days > 0 {
			words = append(words, strconv.Itoa(o.Days)+"d")
		} else {
			words = append(words, strconv.Itoa(o.Hours)+"h")
		}
	}
	return strings.Join(words, ", ")
}
