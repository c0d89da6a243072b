package main

import (
	"slices"
	"strings"

	"polyphony/care"
)

// check looks at what only shows when the whole file has been read.
func (d *teamDraft) check() {
	d.checkIDs()
	d.checkRoles()
	d.checkOwners()
	d.checkShifts()
	d.checkSteps()
	d.checkCover()
}

// checkIDs: an escalation step must mean one thing, so no id may be a word of
// ours, and staff and channels share one set of ids.
func (d *teamDraft) checkIDs() {
	seen := map[string]int{}
	one := func(id string, line int) {
		if id == "" {
			return
		}
		if slices.Contains(stepTargets, id) {
			d.fault(line, "the id %q has a meaning of its own in escalation steps: choose another.", id)
		}
		if first, taken := seen[id]; taken {
			d.fault(line, "the id %s is used twice: first on line %d.", quoted(id), first)
			return
		}
		seen[id] = line
	}
	names := map[string]bool{}
	for i, s := range d.team.Staff {
		one(s.ID, d.staff[i])
		name := strings.ToLower(s.Name)
		if name != "" && names[name] {
			d.warn(d.staff[i], "two people are called %s: nobody can tell them apart by their name.", quoted(s.Name))
		}
		names[name] = true
	}
	for i, c := range d.team.Channels {
		one(c.ID, d.channels[i])
	}
}

// checkRoles: a meeting has two practitioners or more (rule 10),
// and gaps need somebody who hears of them.
func (d *teamDraft) checkRoles() {
	line := 1
	if len(d.staff) > 0 {
		line = d.staff[0]
	}
	if len(d.staff) == 0 {
		d.fault(line, "staff are missing: write a [[staff]] with id, name and role for each.")
		return
	}
	if n := len(d.team.StaffWith(care.Practitioner)); n < 2 {
		d.fault(line, "the team needs two practitioners or more: %d named.", n)
	}
	if len(d.team.StaffWith(care.Coordinator)) == 0 {
		d.fault(line, "the team needs a coordinator.")
	}
}

func (d *teamDraft) checkOwners() {
	for _, owner := range d.owners {
		if _, known := d.team.StaffByID(owner.text); owner.text != "" && !known {
			d.fault(owner.line, "channels.staff %s is nobody's id in [[staff]].", quoted(owner.text))
		}
	}
}

// checkShifts: volunteers are not on call for a team's alerts.
func (d *teamDraft) checkShifts() {
	for _, staff := range d.shifts {
		seen := map[string]bool{}
		for _, w := range staff {
			member, known := d.team.StaffByID(w.text)
			switch {
			case !known:
				d.fault(w.line, "on_call.staff %s is nobody's id in [[staff]].", quoted(w.text))
			case member.Role == care.Volunteer:
				d.fault(w.line, "%s is a volunteer: only practitioners and coordinators can be on call.", quoted(w.text))
			case seen[w.text]:
				d.fault(w.line, "%s is named twice in this shift.", quoted(w.text))
			}
			seen[w.text] = true
		}
	}
}

// checkCover lists the promised hours in which nobody is on call: those of any
// week, and those on the bank holidays of the next fortnight.
func (d *teamDraft) checkCover() {
	if len(d.heeds) > 0 && len(d.team.Holidays) == 0 {
		d.warn(d.heeds[0], "no bank holidays are listed: write holidays = [2026-12-25] at the top of the file, before the first [part].")
	}
	if len(d.team.OnCall) == 0 {
		if !d.pattern {
			d.warn(d.hours, "nobody is on call: write an [[on_call]] for each shift, or arrange cover in the chat.")
		}
		return
	}
	if !legible(d.team.Hours) || slices.ContainsFunc(d.team.OnCall, func(s care.Shift) bool { return !legible(s.Hours) }) {
		return // their own faults come first: gaps would only repeat them
	}
	for _, gap := range TeamGaps(d.team, d.now) {
		d.warn(d.hours, "nobody is on call %s, inside the hours that the team promises.", gap)
	}
}
