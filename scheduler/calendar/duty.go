package calendar

import (
	"slices"
	"time"

	"polyphony/care"
)

// ahead is how far Duty, NextDuty and their like look.
const ahead = 14 * 24 * time.Hour

// Duty returns the staff ids of one tier who are on call at t, in the pattern's
// order, by the team file and what was agreed in the chat since; and until when
// exactly these stay on call, at most a fortnight ahead. A tier is counted from
// 1.
func Duty(team *care.Team, rota *care.Rota, t time.Time, tier int) (staff []string, until time.Time) {
	staff, until = dutyAt(team, rota, t, tier)
	end := t.Add(ahead)
	for !until.IsZero() && until.Before(end) {
		others, change := dutyAt(team, rota, until, tier)
		if !sameStaff(staff, others) {
			return staff, until
		}
		until = change
	}
	if len(staff) == 0 {
		return nil, time.Time{}
	}
	return staff, end
}

// dutyAt is who is on call at t, and the next instant after t at which that may
// change; zero when it never does.
func dutyAt(team *care.Team, rota *care.Rota, t time.Time, tier int) (staff []string, change time.Time) {
	zone := Zone(team.Zone)
	for _, s := range team.OnCall {
		if max(s.Tier, 1) != tier {
			continue
		}
		people, next := onShift(s, t, zone, team.Holidays)
		change = sooner(change, next)
		for _, id := range people {
			if !slices.Contains(staff, id) {
				staff = append(staff, id)
			}
		}
	}
	for _, c := range rota.Covers {
		switch {
		case !inTeam(team, c.In) || !c.Until.After(t):
		case c.From.After(t):
			change = sooner(change, c.From)
		default:
			change = sooner(change, c.Until)
			staff = coveredBy(staff, c, tier)
		}
	}
	return staff, change
}

// inTeam reports whether whoever a cover names can be on call: a cover by
// somebody who has left the team is none.
func inTeam(team *care.Team, id string) bool {
	if id == "" {
		return true
	}
	m, known := team.StaffByID(id)
	return known && m.Role.Staff()
}

func coveredBy(staff []string, c care.Cover, tier int) []string {
	if c.Out == "" {
		if c.In != "" && max(c.Tier, 1) == tier && !slices.Contains(staff, c.In) {
			staff = append(staff, c.In)
		}
		return staff
	}
	i := slices.Index(staff, c.Out)
	switch {
	case i < 0:
	case c.In == "" || slices.Contains(staff, c.In):
		staff = slices.Delete(staff, i, i+1)
	default:
		staff[i] = c.In
	}
	return staff
}

func sameStaff(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(id string) bool { return !slices.Contains(b, id) })
}

// Covered reports whether anybody of the first tier is on call at t, and when
// somebody next is: t itself when somebody is, zero when nobody ever will be.
func Covered(team *care.Team, rota *care.Rota, t time.Time) (now bool, next time.Time) {
	if staff, _ := dutyAt(team, rota, t, 1); len(staff) > 0 {
		return true, t
	}
	for range maxStretches {
		var staff []string
		if _, t = dutyAt(team, rota, t, 1); t.IsZero() {
			return false, t
		}
		if staff, _ = dutyAt(team, rota, t, 1); len(staff) > 0 {
			return false, t
		}
	}
	return false, time.Time{}
}

// NextDuty is who is on call in a tier after those of t, and from when; nobody when
// that is not within the next fortnight.
func NextDuty(team *care.Team, rota *care.Rota, t time.Time, tier int) (staff []string, from time.Time) {
	_, until := Duty(team, rota, t, tier)
	if until.IsZero() { // nobody now
		_, until = dutyAt(team, rota, t, tier)
	}
	for _, s := range Stretches(team, rota, until, t.Add(ahead), tier) {
		if len(s.Staff) > 0 {
			return s.Staff, s.From
		}
	}
	return nil, time.Time{}
}
