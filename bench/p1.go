package main

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// What P1 is made of: so many paced messages, so often a call for help.
const (
	bulkQueued  = 100_000
	pace        = 30
	urgentEvery = 200 * time.Millisecond
	firstSender = 2_000_000
)

// p1 is an urgent word beside a hundred thousand messages that are not.
func p1(o options, r *report) error {
	got := series{}
	calls, queued := o.pick(100, 40), o.pick(bulkQueued, bulkQueued/5)
	for _, b := range o.bots {
		for _, fsync := range []string{"everysec", "always"} {
			for _, behind := range []int{0, queued} {
				if behind == 0 && fsync == "always" || b.key == "" && (fsync == "always" || behind == 0) {
					continue
				}
				took, err := urgentRun(b, fsync, behind, calls)
				if err != nil {
					r.fail("P1", b, err)
					continue
				}
				what := "nothing queued"
				if behind > 0 {
					what = fmt.Sprintf("%d queued", behind)
				}
				if fsync == "always" {
					what += asShipped
				}
				got.note("p50, "+what, b.name, share(took, 50))
				got.note("p99, "+what, b.name, share(took, 99))
			}
		}
	}
	empty, full := "nothing queued", fmt.Sprintf("%d queued", queued)
	r.add(
		got.row("P1", "p50, "+empty, "ms", "", nil),
		got.row("P1", "p99, "+empty, "ms", "", nil),
		got.row("P1", "p50, "+full, "ms", "", nil),
		got.row("P1", "p99, "+full, "ms", "≤ 30 and ≤ 2× of nothing queued", func(by map[string]float64) bool {
			return by["polyphony"] <= 30 && by["polyphony"] <= 2*got.median("p99, "+empty, "polyphony")
		}),
		got.row("P1", "p50, "+full+asShipped, "ms", "", nil),
		got.row("P1", "p99, "+full+asShipped, "ms", "", nil),
	)
	return nil
}

// asShipped is said of what is measured with appendfsync always.
const asShipped = ", appendfsync always, as we ship"

func urgentRun(b bot, fsync string, behind, calls int) (took []float64, err error) {
	s, err := startRedis(fsync)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if b.key != "" {
		if err := staffAll(s, b); err != nil {
			return nil, err
		}
	}
	if behind > 0 {
		if err := b.queue(s, behind, time.Time{}); err != nil {
			return nil, err
		}
	}
	return urgentOn(s, b, calls, 0)
}

func staffAll(s *server, b bot) error {
	st, err := openStore(s, b.key)
	if err != nil {
		return err
	}
	return staff(st)
}

// warmUps are calls before the first that counts: what a process does once, it
// has done.
const warmUps = 20

// urgentOn measures calls for help from senders that nobody knows, from number
// from on.
func urgentOn(s *server, b bot, calls, from int) (took []float64, err error) {
	api := startStandIn(20 * time.Millisecond)
	defer api.stop()
	listen := freeAddress()
	p, err := b.start(s, api.url, listen, urgent, pace)
	if err != nil {
		return nil, err
	}
	defer p.kill()
	if err := answering(listen); err != nil {
		return nil, err
	}
	cards := func() map[int64][]time.Time {
		arrived := map[int64][]time.Time{}
		for _, one := range api.all() {
			if k := one.chat - firstOnCall; k >= 0 && k < onCall {
				arrived[k] = append(arrived[k], one.at)
			}
		}
		return arrived
	}
	posted := make([]time.Time, warmUps+calls)
	hoses := sync.Pool{New: func() any { return &hose{address: listen} }}
	var all sync.WaitGroup
	tick := time.NewTicker(urgentEvery)
	defer tick.Stop()
	for i := range posted {
		<-tick.C
		posted[i] = time.Now()
		all.Go(func() {
			h := hoses.Get().(*hose)
			for h.post(1_000_000+from+i, firstSender+int64(from+i), "I have taken all my tablets") != http.StatusOK {
				<-time.After(10 * time.Millisecond)
			}
			hoses.Put(h)
		})
	}
	all.Wait()
	err = within(20*time.Second, "every card arrived", func() bool {
		n := 0
		for _, at := range cards() {
			n += len(at)
		}
		return n >= len(posted)
	})
	// the i-th of all goes to the i-th chat of those on call, in turn
	next, arrived := map[int64]int{}, cards()
	for i, at := range posted {
		k := int64((firstSender + from + i) % onCall)
		if next[k] < len(arrived[k]) && i >= warmUps {
			took = append(took, float64(arrived[k][next[k]].Sub(at).Microseconds())/1000)
		}
		next[k]++
	}
	return took, err
}
