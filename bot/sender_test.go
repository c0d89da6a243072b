package bot

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

func TestEachChatHearsEachLaneInOrder(t *testing.T) {
	work(t, func(o *SenderOptions) { o.Poll = time.Second }, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply { // slow, and failing now and then
			time.Sleep(time.Duration(len(c.form["text"])%7) * 30 * time.Millisecond)
			if n := len(b.api.made("")); n%5 == 0 {
				return refusal(500, "x")
			}
			return nil
		})
		for i := range 300 {
			b.outbox.add(letter(fmt.Sprintf("%04d", i), int64(i%9)+1, flows.Lane(i%3)))
		}
		b.Wake()
		time.Sleep(time.Hour)
		if n := b.outbox.open(); n != 0 {
			t.Errorf("%d rows left", n)
		}
		last := map[string]string{}
		for _, c := range b.api.made("sendMessage") {
			id, _, _ := strings.Cut(c.form["text"], " ")
			var n int
			_, _ = fmt.Sscanf(id, "%d", &n)
			place := fmt.Sprint(c.form["chat_id"], "/", n%3)
			if id < last[place] {
				t.Errorf("chat and lane %s: %s after %s", place, id, last[place])
			}
			last[place] = id
		}
	})
}

func TestHangingCallsDoNotHoldACardBack(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			if strings.HasPrefix(c.form["text"], "bulk") {
				return &reply{hang: true}
			}
			return nil
		})
		for i := range MostPlaces + 20 {
			b.outbox.add(letter(fmt.Sprintf("bulk%d", i), int64(i+1), flows.Bulk))
		}
		b.Wake()
		synctest.Wait()
		if n := len(b.api.made("")); n != MostPlaces {
			t.Errorf("%d calls hang", n)
		}
		began := time.Now()
		b.send(letter("card", 1, flows.Urgent)) // to somebody whose bulk hangs, too
		if got := b.outbox.last(t, "card"); got.Reason != "sent" || time.Since(began) != 0 {
			t.Errorf("%+v after %s", got, time.Since(began))
		}
	})
}

func TestHangingCardsDoNotTakeEveryPlace(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			if strings.HasPrefix(c.form["text"], "card") {
				return &reply{hang: true}
			}
			return nil
		})
		for i := range DefaultUrgentPlaces {
			b.outbox.add(letter(fmt.Sprintf("card%d", i), int64(i+1), flows.Urgent))
		}
		b.send(letter("reply", 100, flows.Reply))
		if got := b.outbox.last(t, "reply"); got.Reason != "sent" {
			t.Errorf("%+v", got)
		}
	})
}

func TestAClaimThatGrewOldIsLeftToOthers(t *testing.T) {
	for name, change := range map[string]func(*flows.Message){
		"a message": func(*flows.Message) {},
		"an answer": func(m *flows.Message) { m.Answer = "q" },
		"a channel": func(m *flows.Message) { m.Channel = "night" },
	} {
		t.Run(name, func(t *testing.T) { leftToOthers(t, change) })
	}
}

// leftToOthers stops the process, as it were, for half a lease and a little
// more between the claim and the call.
func leftToOthers(t *testing.T, change func(*flows.Message)) {
	var paused, used atomic.Int64
	work(t, func(o *SenderOptions) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(paused.Load())) }
		address := o.Address
		o.Address = func(tx flows.Tx, row flows.Row, now time.Time) (flows.Delivery, error) {
			paused.CompareAndSwap(0, int64(DefaultLease/2+time.Second))
			return address(tx, row, now)
		}
		o.Channel = func(context.Context, string, string) error { used.Add(1); return nil }
	}, func(t *testing.T, b *bench) {
		row := letter("a", 1, flows.Urgent)
		change(&row.Message)
		b.send(row)
		if len(b.outbox.past("a")) != 0 || len(b.api.made(""))+int(used.Load()) != 0 {
			t.Errorf("settled %+v, called %+v", b.outbox.past("a"), b.api.made(""))
		}
		time.Sleep(15 * time.Second) // the lease runs out, and somebody claims it again
		b.Wake()
		synctest.Wait()
		if got := b.outbox.last(t, "a"); !got.Done || len(b.api.made(""))+int(used.Load()) != 1 {
			t.Errorf("%+v after %d calls", got, len(b.api.made(""))+int(used.Load()))
		}
	})
}

func TestStoppingFinishesWhatIsOnItsWay(t *testing.T) {
	work(t, func(o *SenderOptions) { o.Places = 2 }, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply { time.Sleep(3 * time.Second); return nil })
		for i := range 10 {
			b.outbox.add(letter(fmt.Sprint(i), int64(i+1), flows.Bulk))
		}
		b.Wake()
		synctest.Wait()
		began := time.Now()
		b.stop()
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("stopping took %s", took)
		}
		if sent, open := len(b.api.made("")), b.outbox.open(); sent != 2 || open != 8 {
			t.Errorf("%d sent, %d left", sent, open)
		}
	})
}

func TestAnOutboxThatIsAwayIsAskedPatiently(t *testing.T) {
	work(t, func(o *SenderOptions) { o.Poll = 250 * time.Millisecond }, func(t *testing.T, b *bench) {
		b.outbox.fail(errAway, nil)
		b.outbox.add(letter("a", 1, flows.Urgent))
		time.Sleep(3*time.Minute - time.Second)
		if n := b.outbox.asked(); n > 2*180+4 {
			t.Errorf("%d claims in three minutes", n)
		}
		if n := strings.Count(b.log.String(), "cannot be claimed"); n != 3 {
			t.Errorf("said %d times in three minutes", n)
		}
		b.outbox.fail(nil, errAway)
		time.Sleep(2 * time.Second)
		if len(b.api.made("")) != 1 || len(b.outbox.past("a")) != 0 {
			t.Errorf("%d calls, settled %v", len(b.api.made("")), b.outbox.past("a"))
		}
	})
}

func TestTheOutboxIsAskedOnlyWhenThereIsReason(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		time.Sleep(20 * time.Minute)
		if n := b.outbox.asked(); n > 12 {
			t.Errorf("%d claims in twenty idle minutes", n)
		}
		b.outbox.mu.Lock() // however fast the pools are, they ask while nothing is answered
		for range 1000 {
			b.Wake()
		}
		b.outbox.mu.Unlock()
		synctest.Wait()
		if n := b.outbox.asked(); n > 20 {
			t.Errorf("%d claims after a thousand wakes in one instant", n)
		}
	})
}

func TestAPanicIsOneRowsTroubleAlone(t *testing.T) {
	work(t, func(o *SenderOptions) {
		o.Address = func(_ flows.Tx, row flows.Row, _ time.Time) (flows.Delivery, error) {
			if row.ID == "bad" {
				panic(canary)
			}
			return flows.Delivery{}, nil
		}
	}, func(t *testing.T, b *bench) {
		b.send(letter("bad", 1, flows.Bulk), letter("good", 2, flows.Bulk))
		if got := b.outbox.last(t, "good"); got.Reason != "sent" {
			t.Errorf("%+v", got)
		}
		if got := b.outbox.last(t, "bad"); got.Done || got.Reason != "panic" {
			t.Errorf("%+v", got)
		}
		time.Sleep(25 * time.Hour)
		if got := b.outbox.last(t, "bad"); !got.Done || got.Failure.Reason != flows.FailedLate {
			t.Errorf("%+v", got)
		}
	})
}
