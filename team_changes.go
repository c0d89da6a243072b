package main

import (
	"fmt"
	"slices"
	"strings"

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
	c.value("reading words for danger", readingLine(old.NoReading), readingLine(new.NoReading))
	c.value("drill of each month", old.Drill, new.Drill)
	c.list("area of visits", old.Areas, new.Areas)
	c.staff(old.Staff, new.Staff)
	c.list("on call", shiftLines(old.OnCall), shiftLines(new.OnCall))
	c.list("bank holiday", old.Holidays, new.Holidays)
	c.value("escalation", escalationLine(old.Escalation), escalationLine(new.Escalation))
	c.value("while nobody is on call", strings.Join(old.Escalation.OutOfHours, " + "), strings.Join(new.Escalation.OutOfHours, " + "))
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
