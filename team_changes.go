package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// TeamChanges says in plain lines what applying the new team file would change
// about the old one; nothing when they say the same.
func TeamChanges(old, new care.Team) []string {
	var c changes
	c.value("name", old.Name, new.Name)
	c.value("zone", old.Zone, new.Zone)
	c.value("country", old.Country, new.Country)
	c.value("languages", strings.Join(old.Languages, ", "), strings.Join(new.Languages, ", "))
	c.value("promised hours", hoursLine(old.Hours), hoursLine(new.Hours))
	c.value("reminders", remindersLine(old.Reminders), remindersLine(new.Reminders))
	c.value("kept for", retentionLine(old.Retention), retentionLine(new.Retention))
	c.value("inbox digest", strings.Join(old.Digest, ", "), strings.Join(new.Digest, ", "))
	c.value("drill of each month", old.Drill, new.Drill)
	c.staff(old.Staff, new.Staff)
	c.list("on call", shiftLines(old.OnCall), shiftLines(new.OnCall))
	c.value("escalation", escalationLine(old.Escalation), escalationLine(new.Escalation))
	c.list("crisis line", crisisLines(old.Lines), crisisLines(new.Lines))
	c.list("channel", channelLines(old.Channels), channelLines(new.Channels))
	return c.lines
}

type changes struct{ lines []string }

func (c *changes) add(format string, args ...any) {
	c.lines = append(c.lines, fmt.Sprintf(format, args...))
}

func (c *changes) value(what, old, new string) {
	switch {
	case old == new:
	case old == "":
		c.add("%s: %s", what, new)
	case new == "":
		c.add("%s: no longer %s", what, old)
	default:
		c.add("%s: %s → %s", what, old, new)
	}
}

// staff follows people by their id, so that a new name is not a new person.
func (c *changes) staff(old, new []care.StaffMember) {
	before := map[string]care.StaffMember{}
	for _, s := range old {
		before[s.ID] = s
	}
	for _, s := range new {
		was, known := before[s.ID]
		delete(before, s.ID)
		if !known {
			c.add("staff: %s (%s) joins as %s", s.Name, s.ID, s.Role)
			continue
		}
		c.value("staff "+s.ID+", name", was.Name, s.Name)
		c.value("staff "+s.ID+", role", string(was.Role), string(s.Role))
	}
	for _, s := range old {
		if _, gone := before[s.ID]; gone {
			c.add("staff: %s (%s) leaves", s.Name, s.ID)
		}
	}
}

// list compares lists in which a line is the same only when all of it is. The
// order counts too: crisis lines are shown in it, and the first shift is asked
// first.
func (c *changes) list(what string, old, new []string) {
	before := len(c.lines)
	for _, line := range old {
		if !slices.Contains(new, line) {
			c.add("%s: no longer %s", what, line)
		}
	}
	for _, line := range new {
		if !slices.Contains(old, line) {
			c.add("%s: now also %s", what, line)
		}
	}
	if len(c.lines) == before && !slices.Equal(old, new) {
		c.add("%s: the same in another order: %s", what, strings.Join(new, "; "))
	}
}

func hoursLine(h care.Hours) string {
	if len(h.Days) == 0 {
		return ""
	}
	days := make([]string, 0, len(h.Days))
	for _, d := range h.Days {
		days = append(days, d.String()[:3])
	}
	return fmt.Sprintf("%s %s–%s", strings.Join(days, " "), h.From, h.Until)
}

func shiftLines(pattern []care.Shift) (out []string) {
	for _, s := range pattern {
		out = append(out, hoursLine(s.Hours)+": "+strings.Join(s.Staff, ", "))
	}
	return out
}

func escalationLine(e care.Escalation) string {
	if len(e.Steps) == 0 {
		return ""
	}
	steps := make([]string, 0, len(e.Steps))
	for _, s := range e.Steps {
		steps = append(steps, strings.Join(s, " + "))
	}
	return strings.Join(steps, fmt.Sprintf(", after %s ", e.After.Round(time.Second)))
}

func crisisLines(lines []care.CrisisLine) (out []string) {
	for _, l := range lines {
		line := l.Name + " " + l.Number
		if l.How != "" {
			line += " (" + l.How + ")"
		}
		out = append(out, line+", checked "+l.Reviewed)
	}
	return out
}

func channelLines(channels []care.Channel) (out []string) {
	for _, c := range channels {
		line := c.ID + " at $" + c.Env
		if c.Staff != "" {
			line += " for " + c.Staff
		}
		out = append(out, line)
	}
	return out
}
