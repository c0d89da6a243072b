// Command bench measures what the companion is aimed at (P1 to P8), beside two
// peers that do the same work on the same machine in the same run, and prints
// one table. It is no test: it never fails on time. docs/performance.md says
// what the figures mean.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"polyphony/store"
)

// slack stretches the times in which things have to be ready.
var slack = 1.0

// options are what is measured, and how thoroughly.
type options struct {
	places
	key   string
	bots  []bot // ours first
	quick bool
	most  int // members at most, in P5
	runs  int // of each, at most; 0: as many as it deserves
}

// pick takes the number for a full or for a quick run.
func (o options) pick(full, quick int) int {
	if o.quick {
		return quick
	}
	return full
}

// times is how often something is measured.
func (o options) times(full, quick int) int {
	if o.runs > 0 {
		return min(o.runs, full)
	}
	return o.pick(full, quick)
}

// measures are P1 to P8 in the order in which they are run.
var measures = []struct {
	name string
	run  func(options, *report) error
}{{"P7", p7}, {"P6", p6}, {"P4", p4}, {"P2", p2}, {"P3", p3}, {"P8", p8}, {"P1", p1}, {"P5", p5}}

func main() {
	only := flag.String("only", "", "measure these alone: P2 or P1,P3")
	without := flag.String("without", "", "leave these programs out: asynq, grammy")
	quick := flag.Bool("quick", false, "a fifth of the work, and each once")
	most := flag.Int("members", 1_000_000, "members at most, in P5")
	against := flag.String("against", "", "compare with an earlier version of ours as well: a test binary that go test -c made of it")
	flag.Float64Var(&slack, "slack", 1, "so many times as long to get things ready, on a machine that is busy")
	runs := flag.Int("runs", 0, "measure each so many times at most")
	file := flag.String("json", "results.json", "where the figures are written")
	flag.Parse()
	if err := measure(*only, *without, *against, *file, options{quick: *quick, most: *most, runs: *runs}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(only, without, against, file string, o options) error {
	root, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	if o.temp, err = os.MkdirTemp("", "polyphony-bench"); err != nil {
		return err
	}
	defer os.RemoveAll(o.temp)
	o.root = root
	if o.places, err = build(o.places); err != nil {
		return err
	}
	if o.key, err = store.NewKey(); err != nil {
		return err
	}
	o.bots = []bot{ours(o.places, o.key)}
	if !strings.Contains(without, "asynq") {
		o.bots = append(o.bots, asynqBot(o.places))
	}
	if o.npm != "" && !strings.Contains(without, "grammy") {
		o.bots = append(o.bots, grammyBot(o.places))
	}
	if against != "" {
		earlier := o.places
		earlier.child = against
		o.bots = append(o.bots, ours(earlier, o.key))
		o.bots[len(o.bots)-1].name = "earlier"
		names = append(names, "earlier")
	}
	r := &report{Machine: machine()}
	for _, m := range measures {
		if only != "" && !strings.Contains(","+only+",", ","+m.name+",") {
			continue
		}
		began := time.Now()
		fmt.Fprintln(os.Stderr, m.name)
		if err := m.run(o, r); err != nil {
			fmt.Fprintf(os.Stderr, "  %s: %v\n", m.name, err)
			r.Failed = append(r.Failed, fmt.Sprintf("%s: %v", m.name, err))
		}
		fmt.Fprintf(os.Stderr, "  took %.0f s\n", time.Since(began).Seconds())
	}
	r.print(os.Stdout)
	return r.save(file)
}
