package main

import (
	"regexp"
	"slices"
	"strings"

	"polyphony/care"
)

var (
	idShape     = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)
	envShape    = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,63}$`)
	numberShape = regexp.MustCompile(`^[+*#]?[0-9][0-9 ()*#-]{1,23}$`)
)

// read fills the team from the file's root, section by section.
func (d *teamDraft) read(t *teamTable) {
	d.team.Name = t.need("name", `name = "Riverside Open Dialogue team"`).text
	d.readPlace(t)
	d.readHolidays(t)
	d.hours = t.node.line
	if hours := t.sub("hours"); hours != nil {
		d.hours = hours.node.line
		d.team.Hours = d.readHours(hours, care.HolidaysNot)
		hours.end()
	} else if t.node.fields["hours"] == nil {
		d.fault(t.node.line, "hours are missing: write [hours] with days, from and until, the hours in which the team promises that somebody is on call.")
	}
	d.readStaff(t)
	d.readMeetings(t)
	d.readRetention(t)
	d.readInbox(t)
	d.readReading(t)
	d.readDrill(t)
	d.readVisits(t)
	d.readOnCall(t)
	d.readEscalation(t)
	d.readLines(t)
	d.readChannels(t)
	t.end()
}

// readStaff reads who works here. A role that is no role is left as it was
// written, so that whoever holds it is not counted as anything else.
func (d *teamDraft) readStaff(t *teamTable) {
	for _, s := range t.subs("staff") {
		id := d.readID(s, "amira")
		name := s.need("name", `name = "Amira"`)
		role := s.need("role", `role = "practitioner"`)
		if role.text != "" && !slices.Contains(staffRoles, care.Role(role.text)) {
			d.fault(role.line, "staff.role %s is not one of practitioner, coordinator, volunteer.", quoted(role.text))
		}
		s.end()
		d.staff = append(d.staff, s.node.line)
		d.team.Staff = append(d.team.Staff, care.StaffMember{ID: id, Name: name.text, Role: care.Role(role.text)})
	}
}

var staffRoles = []care.Role{care.Practitioner, care.Coordinator, care.Volunteer}

func (d *teamDraft) readID(t *teamTable, example string) string {
	id := t.need("id", `id = "`+example+`"`)
	if id.text != "" && !idShape.MatchString(id.text) {
		d.fault(id.line, "%s %s must begin with a letter and hold only a–z, 0–9, - and _, 32 at most.", t.named("id"), quoted(id.text))
	}
	return id.text
}

func (d *teamDraft) readLines(t *teamTable) {
	lines := t.subs("lines")
	if t.node.fields["lines"] == nil {
		d.fault(t.node.line, "crisis lines are missing: write at least one [[lines]] with name, number and reviewed.")
	}
	for _, l := range lines {
		line := care.CrisisLine{
			Name: l.need("name", `name = "Samaritans"`).text,
			How:  l.text("how").text,
		}
		number := l.need("number", `number = "116 123"`)
		if number.text != "" && !numberShape.MatchString(number.text) {
			d.fault(number.line, "lines.number %s is not a number that a phone can ring.", quoted(number.text))
		}
		line.Number, line.Reviewed = number.text, d.readReviewed(l)
		l.end()
		d.team.Lines = append(d.team.Lines, line)
	}
}

func (d *teamDraft) readChannels(t *teamTable) {
	for _, c := range t.subs("channels") {
		id := d.readID(c, "duty-phone")
		owner := c.text("staff")
		env := c.need("env", `env = "ALARM_DUTY_PHONE"`)
		if env.text != "" && !envShape.MatchString(env.text) {
			// Never shown: it may be the address itself, which is a secret.
			d.fault(env.line, "channels.env must be the name of an environment variable, in capitals; the address itself does not belong in this file.")
			env.text = ""
		}
		c.end()
		d.channels = append(d.channels, c.node.line)
		d.owners = append(d.owners, owner)
		d.team.Channels = append(d.team.Channels, care.Channel{ID: id, Staff: owner.text, Env: env.text})
		d.checkEnv(env)
	}
}

func (d *teamDraft) checkEnv(w teamWord) {
	if w.text == "" {
		return
	}
	if value, set := d.env(w.text); !set || strings.TrimSpace(value) == "" {
		d.warn(w.line, "the environment variable %s is not set: this channel reaches nobody.", w.text)
	}
}

func wordTexts(words []teamWord) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, w.text)
	}
	return out
}
