package main

import (
	"fmt"
	"os"
	"time"
)

// dueRun is what became of timers that were due at once.
type dueRun struct {
	first float64 // ms until the first thousand messages waited
	all   float64 // seconds until all did
	bytes float64 // of Redis for each timer
	bot   float64 // µs of processor time for each
	redis float64
}

// p3 is a hundred thousand timers due in the same second.
func p3(o options, r *report) error {
	n, got := o.pick(100_000, 20_000), series{}
	for _, b := range o.bots {
		runs := 1
		if b.key != "" {
			runs = o.times(2, 1)
		}
		for range runs {
			out, err := timersRun(b, n)
			if err != nil {
				r.fail("P3", b, err)
				continue
			}
			got.note("100,000 timers due at once", b.name, float64(n)/out.all)
			got.note("lateness of the first 1,000", b.name, out.first)
			got.note("Redis for one timer", b.name, out.bytes)
			got.note("processor time of the bot for each timer", b.name, out.bot)
			got.note("processor time of Redis for each timer", b.name, out.redis)
		}
	}
	r.add(
		got.row("P3", "100,000 timers due at once", "timers/s", "≥ 1.5× the better of them", got.beside("100,000 timers due at once", func(by map[string]float64) bool {
			return by["polyphony"] >= 1.5*max(by["asynq"], by["grammY + BullMQ"])
		})),
		got.row("P3", "lateness of the first 1,000", "ms", "≤ 200", func(by map[string]float64) bool { return by["polyphony"] <= 200 }),
		got.row("P3", "processor time of the bot for each timer", "µs", "", nil),
		got.row("P3", "processor time of Redis for each timer", "µs", "", nil),
		got.row("P4", "Redis for one timer", "bytes", "≤ 250", func(by map[string]float64) bool { return by["polyphony"] <= 250 }),
	)
	return nil
}

func timersRun(b bot, n int) (out dueRun, err error) {
	s, err := startRedis("everysec")
	if err != nil {
		return out, err
	}
	defer s.stop()
	return timersOn(s, b, n)
}

// timersOn starts the bot, sets the timers, and watches them come due.
func timersOn(s *server, b bot, n int) (out dueRun, err error) {
	api := startStandIn(20 * time.Millisecond)
	defer api.stop()
	listen := freeAddress()
	p, err := b.start(s, api.url, listen, timers, pace)
	if err != nil {
		return out, err
	}
	defer p.kill()
	if err := answering(listen); err != nil {
		return out, err
	}
	due, before := time.Now().Add(b.fill(n)).Truncate(time.Second), s.memory()
	if err := b.queue(s, n, due); err != nil {
		return out, err
	}
	out.bytes = (s.memory() - before) / float64(n)
	if late := time.Since(due); late > 0 {
		return out, fmt.Errorf("%s: the machine is too busy: setting the timers took %v longer than there was", b.name, late)
	}
	already := b.waiting(s) // before they are due: the first are done within a millisecond of it
	<-time.After(time.Until(due))
	cpu, store := cpuOf(p.cmd.Process.Pid), cpuOf(s.cmd.Process.Pid)
	first := time.Duration(0)
	err = within(2*time.Minute, b.name+" has all its timers fired", func() bool {
		done := b.waiting(s) - already
		if first == 0 && done >= min(n, 1000) {
			first = time.Since(due)
		}
		return done >= n
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	perTimer := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(n) }
	out.first, out.all = float64(first.Milliseconds()), time.Since(due).Seconds()
	out.bot, out.redis = perTimer(cpuOf(p.cmd.Process.Pid)-cpu), perTimer(cpuOf(s.cmd.Process.Pid)-store)
	return out, nil
}

// fill is how long there is to set so many timers before they are due.
func (b bot) fill(n int) time.Duration {
	each := 40 * time.Microsecond
	if b.key == "" {
		each = 220 * time.Microsecond // theirs are put in one by one
	}
	return time.Duration(slack * float64(4*time.Second+time.Duration(n)*each))
}
