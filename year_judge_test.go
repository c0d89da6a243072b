package main

import (
	"fmt"
	"regexp"
	"strings"
)

// meetingTime finds the times of meetings in what a reader sees; Telegram's own
// markup for times stands round them.
var meetingTime = regexp.MustCompile(`(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} \w+, \d\d:\d\d`)

// itWas is the line of a notice that says the old time; it announces nothing.
var itWas = regexp.MustCompile(`(?m)^It was .*$`)

// kindsHeard are the first words by which a reader knows what a message is.
var kindsHeard = []struct{ what, begins string }{
	{"planned", "A meeting is planned"}, {"moved", "The meeting has moved"}, {"cancelled", "The meeting will not take place"},
	{"reminder", "Today"}, {"reminder", "Tomorrow"}, {"reminder", "Soon"}, {"reminder", "You have "},
}

// judge lays what left for Telegram beside what the model expects.
func (y *year) judge() {
	var heard []said
	for _, l := range y.ear.since(0) {
		who := y.nameOf(l.chat)
		for _, k := range kindsHeard {
			if !strings.HasPrefix(l.text, k.begins) {
				continue
			}
			for _, when := range meetingTime.FindAllString(itWas.ReplaceAllString(l.text, ""), -1) {
				heard = append(heard, said{who, k.what, when, l.at})
			}
			if m := y.member(who); isQuiet(l.at, m.zone) && (k.what == "reminder" || !l.silent) {
				y.faults = append(y.faults, fmt.Sprintf("in the night of %s (%s): %s", who, l.at.In(m.zone).Format("15:04"), l.text))
			}
			break
		}
	}
	want := expected(y.zone, y.meetings, y.members, y.st.App.Now())
	sortSaid(heard)
	sortSaid(want)
	y.compare(heard, want)
}

// compare finds what came and should not have, and what should and did not.
// Both lists are in order; a second's difference is none.
func (y *year) compare(heard, want []said) {
	key := func(s said) string {
		return fmt.Sprint(s.who, "|", s.what, "|", s.when, "|", s.at.UTC().Format("2006-01-02 15:04"))
	}
	count := map[string]int{}
	for _, s := range want {
		count[key(s)]++
	}
	for _, s := range heard {
		if count[key(s)]--; count[key(s)] < 0 {
			y.faults = append(y.faults, "not expected: "+s.String())
			continue
		}
		y.matched++
	}
	for _, s := range want {
		if count[key(s)] > 0 {
			count[key(s)]--
			y.faults = append(y.faults, "did not come: "+s.String())
		}
	}
}

func (y *year) nameOf(chat int64) string {
	for name, id := range y.people {
		if id == chat {
			return name
		}
	}
	return ""
}
