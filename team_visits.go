package main

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// At most so many areas, of so many letters, fit under a message as buttons.
const (
	maxAreas    = 12
	maxAreaName = 24
)

// readVisits reads the areas in which peer volunteers make visits.
func (d *teamDraft) readVisits(t *teamTable) {
	visits := t.sub("visits")
	if visits == nil {
		return
	}
	words, line, there := visits.texts("areas")
	if there && visits.isEmptyList("areas") {
		d.fault(line, `visits.areas is empty: write for instance ["Riverside", "Old Town"], or leave it out.`)
	}
	for _, w := range words {
		area := strings.TrimSpace(w.text)
		switch {
		case area == "" || utf8.RuneCountInString(area) > maxAreaName || strings.ContainsAny(area, "\n\r/"):
			d.fault(w.line, "visits.areas %s is not the name of an area: one to %d letters, without / and new lines.", quoted(w.text), maxAreaName)
		case slices.Contains(d.team.Areas, area):
			d.fault(w.line, "visits.areas names %s twice.", quoted(w.text))
		default:
			d.team.Areas = append(d.team.Areas, area)
		}
	}
	if len(words) > maxAreas {
		d.fault(line, "visits.areas names %d areas: %d are the most that people can choose from.", len(words), maxAreas)
	}
	visits.end()
}
