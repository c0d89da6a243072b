package bot

import (
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// quietFor makes the pace let nothing leave but urgent rows for so long, and the
// sender look by itself only once an hour: what leaves sooner, leaves because it
// was said.
func quietFor(t *testing.T, d time.Duration, run func(t *testing.T, b *bench)) {
	work(t, func(o *SenderOptions) {
		o.Poll = time.Hour
		o.Outbox.(*outboxStub).quiet = time.Now().Add(d)
	}, func(t *testing.T, b *bench) {
		synctest.Wait()
		run(t, b)
	})
}

// A thousand reminders a second cost no question each: while the pace holds them
// back, nobody asks whether it does.
func TestWhatThePaceHoldsBackIsNotAskedFor(t *testing.T) {
	quietFor(t, 30*time.Millisecond, func(t *testing.T, b *bench) {
		before := b.outbox.asked()
		for range 1000 {
			b.outbox.add(letter("bulk", 1, flows.Bulk))
			b.Said(flows.Bulk)
			synctest.Wait()
		}
		if n := b.outbox.asked(); n != before {
			t.Errorf("asked %d times", n-before)
		}
	})
}

// What was said meanwhile leaves when the pace lets it, not at the next look.
func TestWhatWasSaidInTheQuietLeavesAtItsEnd(t *testing.T) {
	for _, lane := range []flows.Lane{flows.Reply, flows.Bulk} {
		quietFor(t, 30*time.Millisecond, func(t *testing.T, b *bench) {
			began := time.Now()
			b.outbox.add(letter("a", 1, lane))
			b.Said(lane)
			time.Sleep(30*time.Millisecond - 1)
			if n := len(b.api.made("")); n != 0 {
				t.Errorf("lane %d: left after %v", lane, time.Since(began))
			}
			time.Sleep(time.Nanosecond)
			synctest.Wait()
			if n := len(b.api.made("")); n != 1 {
				t.Errorf("lane %d: %d left at the end of the quiet", lane, n)
			}
		})
	}
}

// An urgent word waits for no pace: neither by itself nor among others, and one
// said before anybody waits is not lost.
func TestAnUrgentRowLeavesAtOnceInTheQuiet(t *testing.T) {
	quietFor(t, time.Minute, func(t *testing.T, b *bench) {
		for _, id := range []string{"first", "second"} {
			began := time.Now()
			b.Said(flows.Bulk)
			b.outbox.add(letter(id, 1, flows.Urgent))
			b.Said(flows.Urgent)
			synctest.Wait()
			if got := b.outbox.last(t, id); got.Reason != "sent" || time.Since(began) != 0 {
				t.Errorf("%s: %+v after %v", id, got, time.Since(began))
			}
		}
	})
}

// The urgent places are not woken for what they do not carry.
func TestAReplyWakesOnlyThoseWhoCarryReplies(t *testing.T) {
	quietFor(t, 0, func(t *testing.T, b *bench) {
		before := b.outbox.asked()
		b.Said(flows.Reply)
		synctest.Wait()
		if n := b.outbox.asked() - before; n != 1 {
			t.Errorf("%d pools asked for a reply", n)
		}
		b.Said(flows.Urgent)
		synctest.Wait()
		if n := b.outbox.asked() - before; n != 3 {
			t.Errorf("%d pools asked for an urgent row", n-1)
		}
	})
}
