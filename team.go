package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // a team's zone must be known on a machine without a zone database too

	"polyphony/care"
)

// Fault is one thing that is wrong, or worth a look, in a team file.
type Fault struct {
	Line    int    // counted from 1
	Warning bool   // worth a look, but the file can be used
	Text    string // one plain sentence
}

// String is the fault as an operator reads it.
func (f Fault) String() string {
	if f.Warning {
		return fmt.Sprintf("line %d: warning: %s", f.Line, f.Text)
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Text)
}

// Refused reports whether any of the faults is more than a warning.
func Refused(faults []Fault) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool { return !f.Warning })
}

// ParseTeam reads a team file and reports everything that is wrong with it, in
// the order of its lines. The team may be used only when the faults are not
// Refused; until then it holds as much as could be read.
//
// Reviews of crisis lines are judged by now. env looks up environment
// variables: those of the channels hold secrets, so only their presence is
// asked for.
func ParseTeam(src []byte, now time.Time, env func(string) (string, bool)) (care.Team, []Fault) {
	root, fault := parseTree(src)
	if fault != nil {
		return care.Team{}, []Fault{*fault}
	}
	d := &teamDraft{now: now, env: env}
	d.read(&teamTable{node: root, draft: d, known: map[string]bool{}})
	d.check()
	return d.team, sortFaults(d.faults)
}

// teamDraft is a team file while it is read: what was understood, where it stood,
// and what was wrong with it.
type teamDraft struct {
	now    time.Time
	env    func(string) (string, bool)
	team   care.Team
	faults []Fault

	hours      int          // line of [hours]
	pattern    bool         // there is something that should be the on-call pattern
	staff      []int        // line of each staff member
	channels   []int        // line of each channel
	steps      [][]teamWord // targets of each escalation step
	shifts     [][]teamWord // staff of each shift
	shiftLines []int        // line of each shift
	heeds      []int        // line of each setting that heeds bank holidays
	owners     []teamWord   // staff of each channel
}

func (d *teamDraft) fault(line int, format string, args ...any) {
	d.faults = append(d.faults, Fault{Line: line, Text: fmt.Sprintf(format, args...)})
}

func (d *teamDraft) warn(line int, format string, args ...any) {
	d.faults = append(d.faults, Fault{Line: line, Warning: true, Text: fmt.Sprintf(format, args...)})
}

func sortFaults(faults []Fault) []Fault {
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	return slices.Compact(faults)
}
