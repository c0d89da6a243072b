package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"polyphony/care"
)

// retentionShape is a number of days or years: "365d", "8y".
var retentionShape = regexp.MustCompile(`^([1-9][0-9]{0,4})([dy])$`)

// Less than a month would take words away before the next meeting; more than a
// century is a slip of the finger.
const minKept, maxKept = 30, 36525

// readRetention reads how long things are kept. What is left out is kept until
// the person has it erased.
func (d *teamDraft) readRetention(t *teamTable) {
	r := t.sub("retention")
	if r == nil {
		return
	}
	keep := &d.team.Retention
	for _, what := range []struct {
		name string
		days *int
	}{{"words", &keep.Words}, {"meetings", &keep.Meetings}, {"alerts", &keep.Alerts}, {"trail", &keep.Trail}} {
		if w := r.text(what.name); w.text != "" {
			*what.days = d.readKept(what.name, w)
		}
	}
	r.end()
}

func (d *teamDraft) readKept(name string, w teamWord) int {
	parts := retentionShape.FindStringSubmatch(w.text)
	if parts == nil {
		d.fault(w.line, `retention.%s %s is not a length of time: write days like "365d" or years like "8y".`, name, quoted(w.text))
		return 0
	}
	n, _ := strconv.Atoi(parts[1])
	if parts[2] == "y" {
		n = n*365 + n/4 // leap days
	}
	if n < minKept || n > maxKept {
		d.fault(w.line, "retention.%s %s must lie between 30d and 100y.", name, quoted(w.text))
		return 0
	}
	return n
}

// retentionLine writes what is kept for how many days.
func retentionLine(r care.Retention) string {
	var parts []string
	for _, what := range []struct {
		name string
		days int
	}{{"words", r.Words}, {"meetings", r.Meetings}, {"alerts", r.Alerts}, {"trail", r.Trail}} {
		if what.days > 0 {
			parts = append(parts, fmt.Sprintf("%s %d days", what.name, what.days))
		}
	}
	return strings.Join(parts, ", ")
}
