package main

import (
	"context"
	"net/url"
	"sync/atomic"
	"testing"
	"time"
)

// faultRig is what one row of the table stands on: a redis-server, a stand-in
// Bot API, replicas of the application, and people who write all the while.
type faultRig struct {
	*testing.T
	people   int
	key      string
	redis    *realRedis // the one whose state counts in the end
	api      *standIn
	env      childEnv // of the next replica
	replicas []*childProcess
	writers  *writers
	over     time.Time   // when the fault ended
	cuts     []time.Time // when Redis may have forgotten its last moments: its state goes back
	again    int         // how often one chat may hear something again (I6)
	refuses  bool        // while it lasts, updates are refused
	notes    string      // what more there is to say about the fault
}

func newFaultRig(t *testing.T) *faultRig {
	r := &faultRig{T: t, people: 20 * min(2, *moreRealFaults), key: newKey(t), api: newStandIn(t, 10*time.Millisecond)}
	r.env = childEnv{Key: r.key, API: r.api.URL, Lease: 15 * time.Second}
	return r
}

// onRedis starts the redis-server that counts.
func (r *faultRig) onRedis(more ...string) {
	r.redis = newRealRedis(r, more...)
	r.env.Redis = r.redis.url()
}

// behind puts a middleman between the application and Redis.
func (r *faultRig) behind() *middleman {
	m := newMiddleman(r, "unix", r.redis.socket)
	r.env.Redis = "redis://" + m.addr()
	return m
}

// beforeTelegram puts a middleman between the application and the Bot API.
func (r *faultRig) beforeTelegram() *middleman {
	u, err := url.Parse(r.api.URL)
	if err != nil {
		r.Fatal(err)
	}
	m := newMiddleman(r, "tcp", u.Host)
	r.env.API = "http://" + m.addr()
	return m
}

// serve starts a replica.
func (r *faultRig) serve(name string) *childProcess {
	r.env.Replica, r.env.Listen = name, freeAddress(r)
	c := startChild(r, r.env)
	r.replicas = append(r.replicas, c)
	return c
}

// write lets people write, to all replicas in turn, until something arrives;
// patience is how long they wait for an answer to one call.
func (r *faultRig) write(patience time.Duration) {
	addresses := make([]string, 0, len(r.replicas))
	for _, c := range r.replicas {
		addresses = append(addresses, c.addr)
	}
	var turn atomic.Int64
	r.writers = newWriters(r, r.people, 100*time.Millisecond, patience, func() string { return addresses[int(turn.Add(1))%len(addresses)] })
	eventually(r, time.Minute, "the application works", func() bool { return r.api.count() > 0 })
	pause(300 * time.Millisecond)
}

// ended says that the fault is over.
func (r *faultRig) ended() { r.over = time.Now() }

// finish lets people go on for a moment, waits until everything is done, and
// judges.
func (r *faultRig) finish() finding {
	pause(700 * time.Millisecond)
	r.writers.finish()
	look := r.redis.look(r, r.key, "child")
	eventually(r, 2*time.Minute, "everything is done", func() bool {
		d, err := look.Depths(context.Background(), time.Now())
		_, waits, again := look.NextDue(context.Background()) // what was given back for a while as well
		return err == nil && d.Idle() && again == nil && !waits
	})
	found := examine(r, look, r.writers, r.api.all(), r.over, len(r.cuts) > 0)
	found.Cuts = r.cuts
	return found
}
