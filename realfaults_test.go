package main

import (
	"flag"
	"testing"
	"time"
)

var moreRealFaults = flag.Int("realfaults", 1, "how often each fault of real parts is lived through, with twice as many people from 2 on: go test . -run TestRealParts -realfaults 5 -v")

// realFault is one row of the table.
type realFault struct {
	name string
	do   func(*faultRig) // sets up, lets people write, does harm, and says when it ended
	may  func(finding) bool
}

// faultRow is what a fault did, over all its turns.
type faultRow struct {
	name, notes string
	found       finding
}

// TestRealParts protects I1, I3, I6 and I12 on real parts: real redis-servers
// (killed, without room, behind a bad network, failing over) and real processes
// (killed, stopped, two of them), while people write. It prints the table of
// docs/operations/faults.md.
func TestRealParts(t *testing.T) {
	rows := make([]faultRow, len(realFaults))
	t.Run("fault", func(t *testing.T) {
		for i, f := range realFaults {
			t.Run(f.name, func(t *testing.T) {
				if *moreRealFaults == 1 {
					t.Parallel() // alone when figures are wanted
				}
				rows[i] = f.turns(t)
			})
		}
	})
	t.Logf("%d turns of each fault; lost, done twice, out of order must be 0 unless a row says what may be lost\n\n%s", *moreRealFaults, faultTable(rows))
	for _, r := range rows {
		if r.notes != "" {
			t.Logf("%s: %s", r.name, r.notes)
		}
	}
}

func (f realFault) turns(t *testing.T) (row faultRow) {
	row.name = f.name
	for range *moreRealFaults {
		t.Run("turn", func(t *testing.T) {
			r := newFaultRig(t)
			began := time.Now()
			f.do(r)
			found := r.finish()
			t.Logf("%+v in %v; %s", found, time.Since(began).Round(time.Millisecond), r.notes)
			f.judge(t, r, found)
			row.found, row.notes = row.found.and(found), r.notes
		})
	}
	return row
}

// judge fails for whatever was not kept.
func (f realFault) judge(t *testing.T, r *faultRig, found finding) {
	if found.Taken < 2*r.people || r.refuses && found.Refused == 0 {
		t.Errorf("the fault was not met: %+v", found)
	}
	if len(r.cuts) == 0 && found.Most > r.again {
		t.Errorf("one chat heard %d messages again, where %d could be", found.Most, r.again)
	}
	if f.may != nil {
		if !f.may(found) {
			t.Errorf("more was lost than is stated: %+v", found)
		}
		found.Lost, found.Unsaid = 0, 0
	}
	if found.Broken() > 0 {
		t.Errorf("a promise was broken: %+v", found)
	}
	if found.CaughtUp > 30*time.Second {
		t.Errorf("what was acknowledged was answered only %v after the fault", found.CaughtUp)
	}
}

// and sums two findings up; of times it keeps the longest.
func (f finding) and(g finding) finding {
	g.Taken += f.Taken
	g.Lost += f.Lost
	g.Twice += f.Twice
	g.Disordered += f.Disordered
	g.Unsaid += f.Unsaid
	g.Repeated += f.Repeated
	g.Most = max(g.Most, f.Most)
	g.Refused += f.Refused
	g.Lines += f.Lines
	g.Unlined += f.Unlined
	g.SlowestLines = max(g.SlowestLines, f.SlowestLines)
	g.CaughtUp = max(g.CaughtUp, f.CaughtUp)
	g.Silence = max(g.Silence, f.Silence)
	g.LostBy = append(g.LostBy, f.LostBy...)
	return g
}
