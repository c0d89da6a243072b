package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// canary is what somebody wrote: it must be in no log.
const canary = "she-took-the-tablets"

type tally struct{ N int }

// What was read has changed before the commit: the decision is taken again, on
// what is true now, and only the second lands.
func TestAConflictIsDecidedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		decided := 0
		var b *bench
		b = newBench(t, func(o *Options) {
			o.Decide = func(tx flows.Tx, _ flows.Event, _ time.Time) (flows.Decision, error) {
				var n tally
				if _, err := tx.Read("account", "1", &n); err != nil {
					return flows.Decision{}, err
				}
				if decided++; decided == 1 {
					b.mu.Lock()
					b.put("account:1", &tally{10}) // another replica was a moment faster
					b.mu.Unlock()
				}
				n.N++
				return flows.Decision{Put: []flows.Put{{Kind: "account", ID: "1", Value: &n}}, Say: []flows.Message{{Key: "done"}}}, nil
			}
		})
		b.record("a.1")
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if got := string(b.records["account:1"].body); got != `{"N":11}` || decided != 2 || len(b.said) != 1 {
			t.Errorf("after %d decisions: %s, %d messages", decided, got, len(b.said))
		}
	})
}

// A conflict that never ends gives the queue back without blaming the item.
func TestEndlessConflictsGiveTheQueueBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conflicts := 0
		b := newBench(t, nil)
		b.fail = func(call string) error {
			if call != "commit" || conflicts == maxDecides {
				return nil
			}
			conflicts++
			return flows.ErrConflict
		}
		b.record("a.1")
		if err := b.work(t, 2*time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if conflicts != maxDecides || len(b.parked) != 0 {
			t.Errorf("%d conflicts, parked %v", conflicts, b.parked)
		}
	})
}

// One poison event does not stop the rest: it fails three times, is put where
// an operator sees it, whoever wrote it is told, and nobody's words are logged.
func TestADecisionThatPanicsIsParkedAtTheThirdFailure(t *testing.T) {
	for name, decide := range map[string]func() error{
		"panics":             func() error { panic(canary) },
		"finds no decision":  func() error { return fmt.Errorf("%w: no such thing", flows.ErrUndecided) },
		"panics with errors": func() error { panic(errors.New(canary)) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tried, parked := 0, []string{}
				b := newBench(t, func(o *Options) {
					o.Parked = func(reason string) { parked = append(parked, reason) }
					o.Decide = func(_ flows.Tx, ev flows.Event, _ time.Time) (flows.Decision, error) {
						if ev.ID != "a.1" {
							return flows.Decision{}, nil
						}
						tried++
						return flows.Decision{}, decide()
					}
				})
				b.record("a.1", "a.2", "b.1")
				if err := b.work(t, time.Minute); err != nil {
					t.Fatal(err)
				}
				b.idle(t)
				if tried != maxTries || b.parked["a.1"] != "poison" || !slices.Equal(parked, []string{"poison"}) {
					t.Errorf("tried %d times, parked %v, counted %v", tried, b.parked, parked)
				}
				if len(b.said) != 1 || b.said[0].Person != "a.1" {
					t.Errorf("said %v", b.said)
				}
				if slices.Index(b.order, "a.2") < 0 || slices.Index(b.order, "b.1") < 0 {
					t.Errorf("handled only %v", b.order)
				}
				if strings.Contains(b.log.String(), canary) {
					t.Errorf("the log holds somebody's words:\n%s", b.log)
				}
			})
		})
	}
}

// An item that cannot be understood is parked at once: trying again is no help.
func TestWhatCannotBeUnderstoodIsParkedAtOnce(t *testing.T) {
	for name, decode := range map[string]func() error{
		"an error": func() error { return errors.New("not of the shape") },
		"a panic":  func() error { panic(canary) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, func(o *Options) {
					understand := o.Decode
					o.Decode = func(it flows.Item) (flows.Event, error) {
						if it.ID == "a.1" {
							return flows.Event{}, decode()
						}
						return understand(it)
					}
				})
				b.record("a.1", "a.2")
				if err := b.work(t, time.Second); err != nil {
					t.Fatal(err)
				}
				b.idle(t)
				if b.parked["a.1"] != "undecodable" || !slices.Equal(b.order, []string{"a.2"}) {
					t.Errorf("parked %v, handled %v", b.parked, b.order)
				}
				if strings.Contains(b.log.String(), canary) {
					t.Errorf("the log holds somebody's words:\n%s", b.log)
				}
			})
		})
	}
}

// An item that cannot even be opened is never decided.
func TestWhatCannotBeOpenedIsParkedUndecided(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, func(o *Options) {
			o.Store = sealed{o.Store.(*memory)}
			o.Decide = func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) {
				t.Error("decided")
				return flows.Decision{}, nil
			}
		})
		b.record("a.1")
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if b.parked["a.1"] != "poison" {
			t.Errorf("parked %v", b.parked)
		}
	})
}
