package main

import (
	"fmt"
	"os"
	"time"
)

// crash is what came after kill -9.
type crash struct {
	behind float64 // updates that had been taken and not answered
	done   float64 // seconds from the restart until everything taken was answered
	account
}

// p8 kills each bot in the middle of its work and starts it again.
func p8(o options, r *report) error {
	w := work{updates: o.pick(5_000, 2_000), chats: o.pick(1_000, 400), delay: 40 * time.Millisecond, fsync: "everysec", first: firstChat}
	got := series{}
	for _, b := range o.bots {
		runs := 1
		if b.key != "" {
			runs = o.times(3, 1)
		}
		for range runs {
			out, err := crashRun(b, w)
			if err != nil {
				r.fail("P8", b, err)
				continue
			}
			got.note("taken and not answered when killed", b.name, out.behind)
			got.note("restart until all of it is answered", b.name, out.done)
			got.note("lost", b.name, float64(out.Lost))
			got.note("took effect twice", b.name, float64(out.Twice))
			got.note("answers repeated", b.name, float64(out.Repeated))
		}
	}
	none := func(by map[string]float64) bool { return by["polyphony"] == 0 }
	r.add(
		got.row("P8", "restart until all of it is answered", "s", "≤ 2", func(by map[string]float64) bool { return by["polyphony"] <= 2 }),
		got.row("P8", "taken and not answered when killed", "updates", "", nil),
		got.row("P8", "lost", "updates", "0", none),
		got.row("P8", "took effect twice", "updates", "0", none),
		got.row("P8", "answers repeated", "messages", "those in flight", nil),
	)
	return nil
}

// crashPatience is how long a peer may take to come back to what it had begun.
const crashPatience = 120 * time.Second

func crashRun(b bot, w work) (out crash, err error) {
	s, err := startRedis(w.fsync)
	if err != nil {
		return out, err
	}
	defer s.stop()
	api := startStandIn(w.delay)
	defer api.stop()
	listen := freeAddress()
	p, err := b.start(s, api.url, listen, corridor, 0)
	if err != nil {
		return out, err
	}
	if err := answering(listen); err != nil {
		return out, err
	}
	stop, fed := make(chan struct{}), make(chan []int)
	go func() { fed <- feed(listen, w.updates, w.chats, w.first, stop) }()
	err = within(time.Minute, "a third is answered", func() bool { return api.count() >= w.updates/3 })
	p.kill()
	close(stop)
	taken := <-fed
	if err != nil {
		return out, err
	}
	owed := 0
	for _, n := range taken {
		owed += n
	}
	out.behind = float64(owed - api.count())
	began := time.Now()
	if p, err = b.start(s, api.url, freeAddress(), corridor, 0); err != nil {
		return out, err
	}
	defer p.kill()
	var done time.Duration
	answered := newAnswered(taken)
	err = within(crashPatience, b.name+" answers everything it took", func() bool {
		for ; answered.read < api.count(); answered.read++ {
			one := api.at(answered.read)
			if answered.hear(one) {
				done = one.at.Sub(began)
			}
		}
		return answered.owed == 0
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		done = crashPatience
	}
	<-time.After(time.Second) // what comes again, comes now
	out.done = max(0, done.Seconds())
	effects, err := b.effects(s, w.first, w.chats)
	if err != nil {
		return out, err
	}
	out.account = judge(w.first, taken, effects, api.all())
	return out, nil
}

// answered keeps what is still owed an answer.
type answered struct {
	taken []int
	known []map[int]bool
	owed  int
	read  int
}

func newAnswered(taken []int) *answered {
	a := &answered{taken: taken, known: make([]map[int]bool, len(taken))}
	for n, each := range taken {
		a.owed += each
		a.known[n] = map[int]bool{}
	}
	return a
}

// hear takes note of an answer and reports whether it was owed.
func (a *answered) hear(one sending) bool {
	var count, i int
	n := int(one.chat - firstChat)
	if _, err := fmt.Sscanf(one.text, "%d m%d", &count, &i); err != nil || n < 0 || n >= len(a.taken) {
		return false
	}
	if i >= a.taken[n] || a.known[n][i] {
		return false
	}
	a.known[n][i] = true
	a.owed--
	return true
}
