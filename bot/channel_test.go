package bot

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"polyphony/flows"
)

// I2, and a phone that does not ring all night over one message: a channel whose
// answer leaves open whether somebody heard is called once more and then left
// until the next step; one that nothing has left by is tried until then; one
// that does not exist is not tried again. What does not arrive is always said.
func TestHowOftenAChannelIsCalled(t *testing.T) {
	maybe := errors.New("smtp said " + canary)
	for name, c := range map[string]struct {
		answers []error // in turn; the last one for ever
		calls   []time.Duration
		reason  flows.Reason
		failed  []string
	}{
		"taken":                     {[]error{nil}, []time.Duration{0}, "sent", nil},
		"taken at the second try":   {[]error{maybe, nil}, []time.Duration{0, 5 * time.Second}, "sent", []string{flows.FailedSlow}},
		"no answer":                 {[]error{maybe}, []time.Duration{0, 5 * time.Second}, "channel_failed", []string{flows.FailedSlow, flows.FailedLate}},
		"nothing left for a while":  {[]error{ErrNotLeft, ErrNotLeft, nil}, []time.Duration{0, 5 * time.Second, 10 * time.Second}, "sent", []string{flows.FailedSlow}},
		"nothing left, no answer":   {[]error{ErrNotLeft, maybe, ErrNotLeft, maybe}, []time.Duration{0, 5 * time.Second, 10 * time.Second, 15 * time.Second}, "channel_failed", []string{flows.FailedSlow, flows.FailedLate}},
		"nothing left all the time": {[]error{ErrNotLeft}, every(5*time.Second, time.Minute), "late", []string{flows.FailedSlow, flows.FailedLate}},
		"no such way":               {[]error{ErrNoWay}, []time.Duration{0}, "channel_failed", []string{flows.FailedRefused}},
	} {
		t.Run(name, func(t *testing.T) {
			var calls []time.Duration
			var begin time.Time
			work(t, func(o *SenderOptions) {
				o.Channel = func(_ context.Context, id, text string) error {
					calls = append(calls, time.Since(begin))
					if id != "night" || text != "You are a peer." {
						t.Errorf("%s: %q", id, text)
					}
					return c.answers[min(len(calls), len(c.answers))-1]
				}
			}, func(t *testing.T, b *bench) {
				begin = time.Now()
				b.send(flows.Row{ID: "a", At: begin, Message: flows.Message{Channel: "night", Lane: flows.Urgent, Key: "role",
					Args: flows.Args{"Role": {Key: "role.peer"}}, Guard: flows.Guard{Alert: "al", Before: begin.Add(time.Minute)}}})
				time.Sleep(time.Hour)
				var failed []string
				for _, out := range b.outbox.past("a") {
					if out.Failure != nil {
						failed = append(failed, out.Failure.Reason)
					}
				}
				if got := b.outbox.last(t, "a"); !got.Done || got.Reason != c.reason || !slices.Equal(failed, c.failed) {
					t.Errorf("%+v, told %v", got, failed)
				}
				if !slices.Equal(calls, c.calls) || len(b.api.made("")) != 0 {
					t.Errorf("called after %v", calls)
				}
			})
		})
	}
}

func every(gap, until time.Duration) (all []time.Duration) {
	for at := time.Duration(0); at <= until; at += gap {
		all = append(all, at)
	}
	return all
}
