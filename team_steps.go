package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"polyphony/care"
)

// readEscalation takes product defaults for what is not written.
func (d *teamDraft) readEscalation(t *teamTable) {
	d.team.Escalation = care.Escalation{
		After: care.DefaultEscalation.After,
		Steps: slices.Clone(care.DefaultEscalation.Steps),
	}
	e := t.sub("escalation")
	if e == nil {
		return
	}
	if after := e.text("after"); after.text != "" {
		d.team.Escalation.After = d.readWait("escalation.after", after, care.DefaultEscalation.After)
	}
	if n := e.take("steps"); n != nil {
		d.readSteps(e, n)
	}
	if n := e.take("out_of_hours"); n != nil {
		targets := e.list("out_of_hours", n)
		d.steps = append(d.steps, targets)
		d.team.Escalation.OutOfHours = wordTexts(targets)
	}
	e.end()
}

// Waiting less would wake the whole team before anybody could find their
// phone; waiting longer leaves somebody in danger alone.
const minAfter, maxAfter = 30 * time.Second, 30 * time.Minute

func (d *teamDraft) readWait(name string, w teamWord, otherwise time.Duration) time.Duration {
	wait, err := time.ParseDuration(w.text)
	switch {
	case err != nil:
		d.fault(w.line, "%s %s is not a duration: write \"5m\" for five minutes.", name, quoted(w.text))
	case wait < minAfter || wait > maxAfter:
		d.fault(w.line, "%s %s must lie between 30s and 30m.", name, quoted(w.text))
	default:
		return wait
	}
	return otherwise
}

func (d *teamDraft) readSteps(e *teamTable, n *tomlNode) {
	if n.kind != unstable.Array || len(n.items) == 0 {
		d.fault(n.line, "escalation.steps must be a list of steps, for instance [[\"on_call\"], [\"team\", \"coordinators\"]].")
		return
	}
	steps, waits, waited := [][]string(nil), []time.Duration(nil), false
	for i, item := range n.items {
		targets, wait := d.readStep(e, item, i+1)
		d.steps = append(d.steps, targets)
		steps, waits = append(steps, wordTexts(targets)), append(waits, wait)
		waited = waited || wait > 0
	}
	d.team.Escalation.Steps = steps
	if waited {
		d.team.Escalation.Waits = waits
	}
}

// readStep reads one step: the targets, or a table of the targets and how long
// they are given.
func (d *teamDraft) readStep(e *teamTable, item *tomlNode, number int) (targets []teamWord, wait time.Duration) {
	if item.kind != unstable.InlineTable {
		targets = e.list("steps", item)
		if item.kind == unstable.Array && len(item.items) == 0 {
			d.fault(item.line, "escalation step %d names nobody.", number)
		}
		return targets, 0
	}
	t := &teamTable{node: item, draft: d, place: "escalation step " + strconv.Itoa(number), known: map[string]bool{}}
	targets, line, there := t.texts("to")
	if !there || t.isEmptyList("to") {
		d.fault(line, "escalation step %d names nobody: write to = [\"on_call\"].", number)
	}
	if w := t.text("wait"); w.text != "" {
		wait = d.readWait("the wait of escalation step "+strconv.Itoa(number), w, 0)
	}
	t.end()
	return targets, wait
}

// stepTargets are the words that an escalation step may use besides ids.
var stepTargets = []string{care.TargetOnCall, care.TargetTeam, care.TargetCoordinators, care.TargetChannels, care.TargetGroup}

func (d *teamDraft) checkSteps() {
	called := map[int]bool{}
	for _, step := range d.steps {
		for _, w := range step {
			tier := targetTier(w.text)
			called[tier] = true
			switch {
			case tier > 1 && !d.hasTier(tier):
				d.fault(w.line, "escalation target %s reaches nobody: no [[on_call]] has tier = %d.", quoted(w.text), tier)
			case tier == 0 && !d.isTarget(w.text):
				d.fault(w.line, "escalation target %s is unknown: write %s, on_call.2 for those behind them, or the id of somebody in [[staff]] or of one of the [[channels]].",
					quoted(w.text), strings.Join(stepTargets, ", "))
			}
			if w.text == care.TargetChannels && len(d.team.Channels) == 0 {
				d.warn(w.line, "the step names channels, but no [[channels]] are written: it reaches nobody besides.")
			}
		}
	}
	for i, s := range d.team.OnCall {
		if s.Tier > 1 && !called[s.Tier] && i < len(d.shiftLines) {
			d.warn(d.shiftLines[i], "nobody calls tier %d: write %q into a step of [escalation].", s.Tier, care.TargetTier+strconv.Itoa(s.Tier))
		}
	}
}

// targetTier is the tier that a target names; 0 when it names none.
func targetTier(name string) int {
	if name == care.TargetOnCall {
		return 1
	}
	digits, found := strings.CutPrefix(name, care.TargetTier)
	n, err := strconv.Atoi(digits)
	if !found || err != nil || n < 1 || strconv.Itoa(n) != digits {
		return 0
	}
	return n
}

func (d *teamDraft) hasTier(tier int) bool {
	return slices.ContainsFunc(d.team.OnCall, func(s care.Shift) bool { return max(s.Tier, 1) == tier })
}

func (d *teamDraft) isTarget(name string) bool {
	if slices.Contains(stepTargets, name) {
		return true
	}
	if _, known := d.team.StaffByID(name); known {
		return true
	}
	return slices.ContainsFunc(d.team.Channels, func(c care.Channel) bool { return c.ID == name })
}
