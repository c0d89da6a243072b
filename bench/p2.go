package main

import (
	"fmt"
	"os"
	"time"
)

// work is how much is asked of P2 and P8.
type work struct {
	updates, chats int
	delay          time.Duration // of the Bot API
	fsync          string
	first          int64 // where the chats begin
}

// outcome is what a bot made of it.
type outcome struct {
	rate       float64 // updates a second, from the first call to the last answer
	intake     float64 // calls a second that the webhook took
	bot, redis float64 // µs of processor time for each update
	resident   float64 // MB at most
	account
}

// corridorRun measures webhook to durable send, with nothing else on this Redis.
func corridorRun(b bot, w work) (out outcome, err error) {
	s, err := startRedis(w.fsync)
	if err != nil {
		return out, err
	}
	defer s.stop()
	return corridorOn(s, b, w)
}

func corridorOn(s *server, b bot, w work) (out outcome, err error) {
	api := startStandIn(w.delay)
	defer api.stop()
	listen := freeAddress()
	p, err := b.start(s, api.url, listen, corridor, 0)
	if err != nil {
		return out, err
	}
	defer p.kill()
	if err := answering(listen); err != nil {
		return out, err
	}
	feed(listen, 400, 200, w.first-5_000, nil) // what a process does once, it has done
	if err := quiet(api, 400); err != nil {
		return out, err
	}
	before, cpu, store := api.count(), cpuOf(p.cmd.Process.Pid), cpuOf(s.cmd.Process.Pid)
	began := time.Now()
	taken := feed(listen, w.updates, w.chats, w.first, nil)
	took := time.Since(began)
	if err := quiet(api, before+w.updates); err != nil {
		fmt.Fprintln(os.Stderr, b.name, err)
	}
	sent := api.all()
	last := sent[len(sent)-1].at.Sub(began)
	perUpdate := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(w.updates) }
	out.rate, out.intake = float64(w.updates)/last.Seconds(), float64(w.updates)/took.Seconds()
	out.bot, out.redis = perUpdate(cpuOf(p.cmd.Process.Pid)-cpu), perUpdate(cpuOf(s.cmd.Process.Pid)-store)
	_, out.resident = residentOf(p.cmd.Process.Pid)
	effects, err := b.effects(s, w.first, w.chats)
	if err != nil {
		return out, err
	}
	out.account = judge(w.first, taken, effects, sent)
	return out, nil
}

// quiet waits until so many answers have arrived, or none does any more.
func quiet(api *standIn, count int) error {
	const patience = 20 * time.Second
	n, since := api.count(), time.Now()
	for n < count {
		<-time.After(time.Millisecond)
		if now := api.count(); now != n {
			n, since = now, time.Now()
		} else if time.Since(since) > patience {
			return fmt.Errorf("only %d of %d answers arrived", n, count)
		}
	}
	return nil
}

// p2 is intake to send: bots take turns, so that a busy minute hits them all.
func p2(o options, r *report) error {
	w := work{updates: o.pick(20_000, 4_000), chats: o.pick(1_000, 200), fsync: "everysec", first: firstChat}
	got := series{}
	for turn := range o.times(3, 1) {
		for _, b := range o.bots {
			if turn > 1 && b.key == "" {
				continue
			}
			out, err := corridorRun(b, w)
			if err != nil {
				r.fail("P2", b, err)
				continue
			}
			noteCorridor(got, b.name, out)
		}
	}
	w.fsync = "always"
	for range o.times(2, 1) {
		out, err := corridorRun(o.bots[0], w)
		if err != nil {
			return err
		}
		got.note("the same with appendfsync always, as we ship", "polyphony", out.rate)
	}
	reportCorridor(got, r)
	return nil
}

func noteCorridor(got series, name string, out outcome) {
	got.note("webhook to durable send", name, out.rate)
	got.note("webhook alone", name, out.intake)
	got.note("processor time of the bot for each", name, out.bot)
	got.note("processor time of Redis for each", name, out.redis)
	got.note("out of order", name, float64(out.Disorder+out.Askew))
	got.note("lost, doubled or repeated", name, float64(out.Lost+out.Twice+out.Repeated))
	got.note("resident memory under P2", name, out.resident)
}

func reportCorridor(got series, r *report) {
	r.add(
		got.row("P2", "webhook to durable send", "updates/s", "≥ 1.5× asynq, ≥ 2× grammY + BullMQ", got.beside("webhook to durable send", func(by map[string]float64) bool {
			return by["polyphony"] >= 1.5*by["asynq"] && by["polyphony"] >= 2*by["grammY + BullMQ"]
		})),
		got.row("P2", "the same with appendfsync always, as we ship", "updates/s", "", nil),
		got.row("P2", "webhook alone", "updates/s", "", nil),
		got.row("P2", "out of order", "messages", "0", func(by map[string]float64) bool { return by["polyphony"] == 0 }),
		got.row("P2", "lost, doubled or repeated", "messages", "0", func(by map[string]float64) bool { return by["polyphony"] == 0 }),
		got.row("P2", "processor time of the bot for each", "µs", "", nil),
		got.row("P2", "processor time of Redis for each", "µs", "", nil),
		got.row("P4", "resident memory under P2", "MB", "≤ 120", func(by map[string]float64) bool { return by["polyphony"] <= 120 }),
	)
}
