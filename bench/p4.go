package main

import (
	"maps"
	"slices"
)

// p4 is what Redis keeps for a member. What it keeps for a timer is measured
// with P3, resident memory with P6 and P2.
func p4(o options, r *report) error {
	s, err := startRedis("everysec")
	if err != nil {
		return err
	}
	defer s.stop()
	st, err := openStore(s, o.key)
	if err != nil {
		return err
	}
	if err := staff(st); err != nil {
		return err
	}
	n, before := o.pick(20_000, 4_000), s.memory()
	if err := members(st, 0, n); err != nil {
		return err
	}
	got := series{}
	got.note("Redis for a member with a meeting, three reminders and a check-in plan", "polyphony", (s.memory()-before)/float64(n))
	r.add(got.row("P4", "Redis for a member with a meeting, three reminders and a check-in plan", "bytes", "≤ 2048", func(by map[string]float64) bool { return by["polyphony"] <= 2048 }))
	kinds, err := s.byKind()
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if each := kinds[kind] / float64(n); each >= 10 {
			r.add(row{P: "P4", What: "of these " + kind, Unit: "bytes", By: map[string]float64{"polyphony": each}})
		}
	}
	return nil
}
