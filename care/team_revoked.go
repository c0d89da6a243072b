package care

import (
	"slices"
	"time"
)

// Revoked is somebody whose part in the team was ended at once, and when. A team
// file that still names them does not bring them back.
type Revoked struct {
	Staff string    `json:"s"`
	At    time.Time `json:"t"`
}

// RevokedSince is when somebody's part in the team was ended, and whether it was.
func (t *Team) RevokedSince(staff string) (time.Time, bool) {
	i := slices.IndexFunc(t.Revoked, func(r Revoked) bool { return r.Staff == staff })
	if i < 0 {
		return time.Time{}, false
	}
	return t.Revoked[i].At, true
}

// Without is the team file without these people: in its list, its shifts, its
// steps and its channels. Nothing of t itself changes.
func (t Team) Without(staff ...string) Team {
	if len(staff) == 0 {
		return t
	}
	gone := func(id string) bool { return slices.Contains(staff, id) }
	t.Staff = slices.DeleteFunc(slices.Clone(t.Staff), func(m StaffMember) bool { return gone(m.ID) })
	channels := map[string]bool{}
	t.Channels = slices.DeleteFunc(slices.Clone(t.Channels), func(c Channel) bool {
		channels[c.ID] = channels[c.ID] || c.Staff != "" && gone(c.Staff)
		return channels[c.ID]
	})
	t.OnCall = slices.Clone(t.OnCall)
	for i := range t.OnCall {
		t.OnCall[i].Staff = slices.DeleteFunc(slices.Clone(t.OnCall[i].Staff), gone)
	}
	t.OnCall = slices.DeleteFunc(t.OnCall, func(s Shift) bool { return len(s.Staff) == 0 })
	t.Escalation = t.Escalation.without(func(target string) bool { return gone(target) || channels[target] })
	return t
}

// without takes targets out of all steps; a step that reached nobody else tells
// the whole team, so that none is lost (I2).
func (e Escalation) without(gone func(string) bool) Escalation {
	e.Steps = slices.Clone(e.Steps)
	for i := range e.Steps {
		left := slices.DeleteFunc(slices.Clone(e.Steps[i]), gone)
		if len(left) == 0 && len(e.Steps[i]) > 0 {
			left = []string{TargetTeam, TargetCoordinators}
		}
		e.Steps[i] = left
	}
	e.OutOfHours = slices.DeleteFunc(slices.Clone(e.OutOfHours), gone)
	return e
}
