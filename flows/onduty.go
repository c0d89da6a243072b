package flows

import (
	"slices"

	"polyphony/scheduler/calendar"
)

// onDutyNow reports whether somebody is on call at this moment, in any tier.
func (s *step) onDutyNow(staff string) bool {
	tiers := []int{1}
	for _, sh := range s.team().OnCall {
		tiers = append(tiers, max(sh.Tier, 1))
	}
	for _, tier := range slices.Compact(slices.Sorted(slices.Values(tiers))) {
		if on, _ := calendar.Duty(s.team(), s.rota(), s.now, tier); slices.Contains(on, staff) {
			return true
		}
	}
	return false
}
