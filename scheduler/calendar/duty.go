package calendar

import (
	"slices"
	"time"

	"polyphony/care"
)

// Duty returns the staff ids of one tier who are on call at t, in the pattern's
// order, by the team file and what was agreed in the chat since; and until when
// exactly these stay on call, at most a fortnight ahead. A tier is counted from
// 1.
func Duty(team *care.Team, rota *care.Rota, t time.Time, tier int) (staff []string, until time.Time) {
	zone := Zone(team.Zone)
	var pattern []care.Shift
	for _, s := range team.OnCall {
		if max(s.Tier, 1) == tier {
			pattern = append(pattern, s)
		}
	}
	staff, until = OnCall(pattern, t, zone)
	staff = slices.Clone(staff)
	for _, c := range rota.Covers {
		if t.Before(c.From) || !t.Before(c.Until) {
			continue
		}
		i := slices.Index(staff, c.Out)
		switch {
		case c.Out == "" && c.In != "" && max(c.Tier, 1) == tier && !slices.Contains(staff, c.In):
			staff = append(staff, c.In)
		case i < 0:
			continue
		case c.In == "" || slices.Contains(staff, c.In):
			staff = slices.Delete(staff, i, i+1)
		default:
			staff[i] = c.In
		}
		if until.IsZero() || c.Until.Before(until) {
			until = c.Until
		}
	}
	return staff, until
}

// Covered reports whether anybody of the first tier is on call at t, and when
// somebody next is: t itself when somebody is, zero when nobody ever will be.
func Covered(team *care.Team, rota *care.Rota, t time.Time) (now bool, next time.Time) {
	if staff, _ := Duty(team, rota, t, 1); len(staff) > 0 {
		return true, t
	}
	next = NextCover(team.OnCall, t, Zone(team.Zone))
	for _, c := range rota.Covers {
		if c.In != "" && c.From.After(t) && (next.IsZero() || c.From.Before(next)) {
			next = c.From
		}
	}
	return false, next
}
