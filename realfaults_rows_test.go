package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"time"
)

// realFaults are the rows of the table.
var realFaults = []realFault{
	{name: "`redis-server` killed three times, started again from its disk (`always`)", do: faultRedisKilled("always")},
	{name: "the same with `everysec`, accepted", do: faultRedisKilled("everysec"), may: lostWithin(everysecLate)},
	{name: "power cut under `everysec`: the last second of its file is gone", do: powerCut, may: someLostWithin(everysecLate)},
	{name: "disk full for 2 s, `always`", do: diskFull("always", smallDisk)},
	{name: "disk full for 2 s, `everysec`, accepted", do: diskFull("everysec", fileLimit)},
	{name: "every answer of Redis 50 to 300 ms late", do: faultRedisLate},
	{name: "answers of Redis cut in the middle, ten times", do: faultRedisCut},
	{name: "connections to Redis go deaf for 3 s", do: faultRedisDeaf},
	{name: "`redis-server` stopped (SIGSTOP) for 3 s", do: faultRedisStopped},
	{name: "every answer of Telegram 50 to 300 ms late", do: faultTelegramLate},
	{name: "answers of Telegram cut in the middle, ten times", do: faultTelegramCut},
	{name: "connections to Telegram go deaf for 3 s (lease of 4 s)", do: faultTelegramDeaf},
	{name: "the application killed ten times", do: faultApplicationKilled},
	{name: "one of two replicas stopped (SIGSTOP) for longer than its lease", do: faultReplicaStopped},
	{name: "one of two replicas killed, back after 3 s", do: faultReplicaKilled},
	{name: "Sentinel failover, two replicas of Redis 300 ms behind, one must have heard", do: failover(2, 1)},
	{name: "Sentinel failover, one replica of Redis 300 ms behind, none need have heard (`REDIS_REPLICAS=0`)", do: failover(1, 0), may: lostWithin(2 * time.Second)},
}

// everysecLate is how late a Redis with everysec may give what it acknowledged to
// its system: a second, and two while the disk is busy with the second before.
const everysecLate = 2500 * time.Millisecond

const answerPatience = 7 * time.Second // of whoever calls the webhook

func (r *faultRig) appendfsync(policy string) { r.onRedis("--appendfsync", policy) }

// kill9 ends a redis-server as a power cut of its machine does, but for what the
// system has not yet written to the disk.
func (r *realRedis) kill9() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
}

func faultRedisKilled(policy string) func(*faultRig) {
	return func(r *faultRig) {
		r.appendfsync(policy)
		r.serve("one")
		r.write(answerPatience)
		for range 3 {
			r.redis.kill9()
			if policy == "everysec" {
				r.cuts = append(r.cuts, time.Now())
			}
			pause(time.Duration(200+rand.IntN(600)) * time.Millisecond)
			r.redis.start(r)
			pause(500 * time.Millisecond)
		}
		r.ended()
	}
}

func faultRedisLate(r *faultRig) {
	r.appendfsync("always")
	m := r.behind()
	r.serve("one")
	r.write(answerPatience)
	m.delay(300 * time.Millisecond)
	pause(2 * time.Second)
	m.delay(0)
	r.ended()
}

func faultRedisCut(r *faultRig) {
	r.appendfsync("always")
	m := r.behind()
	r.serve("one")
	r.write(answerPatience)
	r.cutting(m)
}

// cutting cuts an answer each fifth of a second.
func (r *faultRig) cutting(m *middleman) {
	for range 10 {
		m.cutNext()
		pause(200 * time.Millisecond)
	}
	r.ended()
	r.notes = fmt.Sprintf("%d answers were cut", m.broken())
	if m.broken() == 0 {
		r.Error("no answer was cut")
	}
}

func faultRedisDeaf(r *faultRig) {
	r.appendfsync("always")
	m := r.behind()
	r.serve("one")
	r.write(answerPatience)
	r.deafFor(m)
}

func (r *faultRig) deafFor(m *middleman) {
	m.deafen()
	pause(3 * time.Second)
	m.hear()
	r.ended()
	pause(3 * time.Second) // the old connections are still tried
}

func faultRedisStopped(r *faultRig) {
	r.appendfsync("always")
	r.serve("one")
	r.write(answerPatience)
	_ = r.redis.cmd.Process.Signal(syscall.SIGSTOP)
	pause(3 * time.Second)
	_ = r.redis.cmd.Process.Signal(syscall.SIGCONT)
	r.ended()
}

func faultTelegramLate(r *faultRig) {
	r.appendfsync("always")
	m := r.beforeTelegram()
	r.serve("one")
	r.write(answerPatience)
	m.delay(300 * time.Millisecond)
	pause(2 * time.Second)
	m.delay(0)
	r.ended()
}

func faultTelegramCut(r *faultRig) {
	r.appendfsync("always")
	m := r.beforeTelegram()
	r.serve("one")
	r.write(answerPatience)
	r.cutting(m)
	r.again = m.broken()
}

func faultTelegramDeaf(r *faultRig) {
	r.appendfsync("always")
	m := r.beforeTelegram()
	r.env.Lease, r.again = 4*time.Second, 2
	r.serve("one")
	r.write(answerPatience)
	r.deafFor(m)
}

func faultApplicationKilled(r *faultRig) {
	r.appendfsync("always")
	c := r.serve("one")
	r.write(answerPatience)
	r.again = 10
	for range 10 {
		c.kill()
		before := r.api.count()
		c = startChild(r, r.env)
		eventually(r, time.Minute, "work goes on after a restart", func() bool { return r.api.count() > before })
		pause(time.Duration(rand.IntN(300)) * time.Millisecond)
	}
	r.ended()
}

// twoReplicas starts both with a short lease, behind a balancer that does not
// know which of them works.
func (r *faultRig) twoReplicas() (first *childProcess, of childEnv) {
	r.appendfsync("always")
	r.env.Lease, r.again = 2*time.Second, 2 // once for the fault, and once for a machine too busy to keep so short a lease
	first = r.serve("one")
	of = r.env
	r.serve("two")
	return first, of
}

func faultReplicaStopped(r *faultRig) {
	first, _ := r.twoReplicas()
	r.write(time.Second)
	first.signal(syscall.SIGSTOP)
	pause(3 * time.Second)
	first.signal(syscall.SIGCONT)
	r.ended()
}

func faultReplicaKilled(r *faultRig) {
	first, of := r.twoReplicas()
	r.write(time.Second)
	first.kill()
	pause(3 * time.Second)
	startChild(r, of)
	r.ended()
}

// lostWithin allows what is stated: that of what was acknowledged only the last
// moments before the fault are gone.
func lostWithin(d time.Duration) func(finding) bool {
	return func(f finding) bool {
		for _, at := range f.LostBy {
			if !slices.ContainsFunc(f.Cuts, func(cut time.Time) bool { return cut.Sub(at) > -time.Second && cut.Sub(at) <= d }) {
				return false
			}
		}
		return true
	}
}

// someLostWithin is for a fault that always takes something away: it shows that
// what is lost would be seen.
func someLostWithin(d time.Duration) func(finding) bool {
	return func(f finding) bool { return f.Lost > 0 && lostWithin(d)(f) }
}
