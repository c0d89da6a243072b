package main

import (
	"fmt"
	"strings"
	"time"

	"polyphony/care"
)

// How hours, shifts and steps are said in a list of changes.

func hoursLine(h care.Hours) string {
	days := make([]string, 0, len(h.Days)+1)
	for _, d := range h.Days {
		days = append(days, d.String()[:3])
	}
	switch {
	case h.Holidays == care.HolidaysOnly:
		days = append(days, "bank holidays")
	case len(h.Days) == 0:
		return ""
	case h.Holidays == care.HolidaysNot:
		days = append(days, "(not on bank holidays)")
	}
	return fmt.Sprintf("%s %s–%s", strings.Join(days, " "), h.From, h.Until)
}

func shiftLines(pattern []care.Shift) (out []string) {
	for _, s := range pattern {
		line := hoursLine(s.Hours) + ": " + strings.Join(s.Staff, ", ")
		if s.Turns != nil {
			line += fmt.Sprintf(", in turns of %d days since %s, handing over at %s", s.Turns.Every, s.Turns.Since, s.Turns.At)
		}
		if s.Tier > 1 {
			line += fmt.Sprintf(", in tier %d", s.Tier)
		}
		out = append(out, line)
	}
	return out
}

func escalationLine(e care.Escalation) string {
	var b strings.Builder
	for i, s := range e.Steps {
		if i > 0 {
			fmt.Fprintf(&b, ", after %s ", e.Wait(i-1).Round(time.Second))
		}
		b.WriteString(strings.Join(s, " + "))
	}
	if last := len(e.Steps) - 1; last >= 0 && e.Wait(last) != e.After {
		fmt.Fprintf(&b, ", again every %s", e.Wait(last).Round(time.Second))
	}
	return b.String()
}
