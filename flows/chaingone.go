package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// reportGone tells the coordinators at once that somebody whom the pattern names
// cannot be reached any more: a shift must not stand empty until the first alert
// finds out (I10). At night only when it is their shift now.
func (s *step) reportGone(c *care.Contact) {
	if !s.isStaff(c) || !s.inPattern(c.Staff) {
		return
	}
	now := s.onDutyNow(c.Staff)
	key, lane := locales.ChainGone, Bulk
	if now {
		key, lane = locales.ChainGoneNow, Urgent
	}
	for _, m := range s.team().StaffWith(care.Coordinator) {
		to := s.staffContact(m.ID)
		if to == nil || to.ID == c.ID || !s.canHear(to.ID) {
			continue
		}
		s.say(Message{Person: to.ID, Lane: lane, Key: key, Args: Args{"Name": s.called(c.ID)},
			Guard: Guard{Purpose: PurposeDuty, Quiet: !now}})
	}
	s.audit("contact:"+c.ID, "duty.unreachable", "")
}

// inPattern reports whether the pattern or a cover names somebody.
func (s *step) inPattern(staff string) bool {
	named := func(sh care.Shift) bool { return slices.Contains(sh.Staff, staff) }
	coming := func(c care.Cover) bool { return c.In == staff && c.Until.After(s.now) }
	return slices.ContainsFunc(s.team().OnCall, named) || slices.ContainsFunc(s.rota().Covers, coming)
}

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
