package engine

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// sealed is a store whose items cannot be opened.
type sealed struct{ *memory }

func (s sealed) Claim(ctx context.Context, now time.Time, max int) ([]flows.Claim, error) {
	claims, err := s.memory.Claim(ctx, now, max)
	for i := range claims {
		claims[i].Bad = errAway
	}
	return claims, err
}

// A store that is away in the middle of a step says nothing about the item: it
// comes again, uncounted, and takes effect once.
func TestAStoreThatFailsInTheMiddleDoesNotBlameTheItem(t *testing.T) {
	for _, call := range []string{"read", "commit"} {
		t.Run(call, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				failures, decided := 0, []time.Time{}
				b := newBench(t, func(o *Options) {
					o.Decide = func(tx flows.Tx, _ flows.Event, now time.Time) (flows.Decision, error) {
						decided = append(decided, now)
						var n tally
						_, err := tx.Read("account", "1", &n)
						return flows.Decision{Say: []flows.Message{{Key: "done"}}}, err
					}
				})
				b.fail = func(c string) error {
					if c == call && failures < 2*maxTries {
						failures++
						return errAway
					}
					return nil
				}
				b.record("a.1")
				if err := b.work(t, time.Minute); err != nil {
					t.Fatal(err)
				}
				b.idle(t)
				if len(b.order) != 1 || len(b.said) != 1 || len(b.parked) != 0 {
					t.Errorf("handled %v, said %v, parked %v", b.order, b.said, b.parked)
				}
				for i := 1; i < len(decided); i++ {
					if wait := decided[i].Sub(decided[i-1]); wait < retryDelay {
						t.Errorf("tried again after %v", wait)
					}
				}
			})
		})
	}
}

// The lease went to another replica: what was decided is void, nothing is
// given back, and the rest goes on.
func TestALostLeaseIsLeftToItsHolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		b.fail = func(call string) error {
			switch call {
			case "commit":
				return flows.ErrLost
			case "release", "park":
				t.Errorf("%s of a queue that is another's", call)
			}
			return nil
		}
		b.record("a.1")
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		if len(b.order)+len(b.said)+len(b.parked) != 0 {
			t.Errorf("handled %v, said %v, parked %v", b.order, b.said, b.parked)
		}
	})
}

// What is said about a parked item needs the store as well. While it is away
// the item comes again; the process goes on and its author is told in the end.
func TestAStoreThatIsAwayWhileParkingIsWaitedFor(t *testing.T) {
	for _, call := range []string{"read", "park"} {
		t.Run(call, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				failures := 0
				b := newBench(t, func(o *Options) {
					o.Decode = func(flows.Item) (flows.Event, error) { return flows.Event{}, errAway }
					o.Regret = func(tx flows.Tx, _ flows.Event, _ time.Time) (flows.Decision, error) {
						_, err := tx.Read("team", "team", &tally{})
						return flows.Decision{Say: []flows.Message{{Key: "sorry"}}}, err
					}
				})
				b.fail = func(c string) error {
					if c == call && failures < 5 {
						failures++
						return errAway
					}
					return nil
				}
				b.record("a.1")
				if err := b.work(t, time.Minute); err != nil {
					t.Fatal(err)
				}
				b.idle(t)
				if b.parked["a.1"] != "undecodable" || len(b.said) != 1 {
					t.Errorf("parked %v, said %v", b.parked, b.said)
				}
			})
		})
	}
}

// Even a regret that panics must not end the process, or the same item would
// end it again after every start.
func TestARegretThatPanicsStillParks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, func(o *Options) {
			o.Decode = func(flows.Item) (flows.Event, error) { return flows.Event{}, errAway }
			o.Regret = func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) { panic(canary) }
		})
		b.record("a.1")
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if b.parked["a.1"] != "undecodable" || len(b.said) != 0 {
			t.Errorf("parked %v, said %v", b.parked, b.said)
		}
		if strings.Contains(b.log.String(), canary) {
			t.Errorf("the log holds somebody's words:\n%s", b.log)
		}
	})
}
