package bot

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"polyphony/flows"
)

// ear is an observer that writes everything down.
type ear struct {
	mu    sync.Mutex
	heard []string
}

func (e *ear) note(format string, args ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, fmt.Sprintf(format, args...))
}

func (e *ear) Received(via, outcome string) { e.note("received %s %s", via, outcome) }
func (e *ear) Settled(lane flows.Lane, reason flows.Reason, after time.Duration) {
	e.note("settled %s %s %s", lane, reason, after)
}
func (e *ear) Called(method string, reason flows.Reason, took time.Duration) {
	e.note("called %s %s %s", method, reason, took)
}
func (e *ear) Away(away bool) { e.note("away %t", away) }

func TestTheObserverHearsNamesAndDurations(t *testing.T) {
	e := &ear{}
	work(t, func(o *SenderOptions) { o.Observer = e }, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply {
			if len(b.api.made("")) == 1 {
				time.Sleep(2 * time.Second)
				return refusal(403, "Forbidden")
			}
			return nil
		})
		b.send(letter("a", 1, flows.Urgent))
		time.Sleep(3 * time.Second)
		b.send(letter("b", 2, flows.Bulk))
	})
	inbox := &inboxStub{}
	w, _ := NewWebhook(WebhookOptions{Secret: "s", IntakeOptions: IntakeOptions{Inbox: inbox, Observer: e}})
	post(w, "x", said)
	post(w, "s", said)
	post(w, "s", canary)
	inbox.fail(errAway)
	post(w, "s", said)
	outage := NewOutage(OutageOptions{Observer: e})
	outage.Away(nil)
	outage.Away(nil)
	outage.Up()
	want := []string{
		"called sendMessage blocked 2s", "settled urgent blocked 2s", "called sendMessage ok 0s", "settled bulk sent 0s",
		"received webhook refused", "received webhook recorded", "received webhook malformed", "received webhook failed",
		"away true", "away false",
	}
	if !slices.Equal(e.heard, want) {
		t.Errorf("heard %q", e.heard)
	}
}
