package calendar

import (
	"slices"
	"time"

	"polyphony/care"
)

// Stretch is a time in which the same people are on call; nobody, when Staff is
// empty.
type Stretch struct {
	From, Until time.Time
	Staff       []string
	Tier        int
}

// Stretches are the times from one instant until another in which the same
// people of a tier are on call, without a hole between them.
func Stretches(team *care.Team, rota *care.Rota, from, until time.Time, tier int) (out []Stretch) {
	for t := from; !from.IsZero() && t.Before(until); {
		staff, change := dutyAt(team, rota, t, tier)
		if change.IsZero() || change.After(until) {
			change = until
		}
		if n := len(out); n > 0 && sameStaff(out[n-1].Staff, staff) {
			out[n-1].Until = change
		} else {
			out = append(out, Stretch{From: t, Until: change, Staff: slices.Clone(staff), Tier: tier})
		}
		t = change
	}
	return out
}

// Shifts are the times in which one member of staff is on call in a tier,
// whoever is on call with them. What runs at from begins there.
func Shifts(team *care.Team, rota *care.Rota, staff string, from, until time.Time, tier int) (out []Stretch) {
	for _, s := range Stretches(team, rota, from, until, tier) {
		if !slices.Contains(s.Staff, staff) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Until.Equal(s.From) {
			out[n-1].Until = s.Until
			continue
		}
		out = append(out, Stretch{From: s.From, Until: s.Until, Staff: []string{staff}, Tier: tier})
	}
	return out
}

// Tiers is how many tiers there are: one at least.
func Tiers(team *care.Team, rota *care.Rota) int {
	n := 1
	for _, s := range team.OnCall {
		n = max(n, s.Tier)
	}
	for _, c := range rota.Covers {
		n = max(n, c.Tier)
	}
	return n
}

// DutyGaps are the times from one instant until another within the hours that
// the team promises in which nobody of the first tier is on call.
func DutyGaps(team *care.Team, rota *care.Rota, from, until time.Time) []Stretch {
	return GapsWithout(team, rota, from, until, func(string) bool { return true })
}

// GapsWithout are DutyGaps when only those count whom there accepts: whoever can
// be reached. Staff are those who do not.
func GapsWithout(team *care.Team, rota *care.Rota, from, until time.Time, there func(staff string) bool) (out []Stretch) {
	zone := Zone(team.Zone)
	for _, s := range Stretches(team, rota, from, until, 1) {
		if slices.ContainsFunc(s.Staff, there) {
			continue
		}
		for _, open := range promised(team, s.From, s.Until, zone) {
			n := len(out)
			if n > 0 && out[n-1].Until.Equal(open.From) && sameStaff(out[n-1].Staff, s.Staff) {
				out[n-1].Until = open.Until
				continue
			}
			open.Staff = s.Staff
			out = append(out, open)
		}
	}
	return out
}

// promised are the team's hours between two instants.
func promised(team *care.Team, from, until time.Time, zone *time.Location) (out []Stretch) {
	for t := from; t.Before(until); {
		end, open := Covers(team.Hours, t, zone, team.Holidays...)
		if !open {
			if t = NextStart(team.Hours, t, zone, team.Holidays...); t.IsZero() {
				return out
			}
			continue
		}
		if end.After(until) {
			end = until
		}
		if n := len(out); n > 0 && out[n-1].Until.Equal(t) {
			out[n-1].Until = end
		} else {
			out = append(out, Stretch{From: t, Until: end, Tier: 1})
		}
		t = end
	}
	return out
}
