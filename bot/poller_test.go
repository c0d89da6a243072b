package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// queueStub is Telegram's queue of updates: an offset forgets what is before it.
type queueStub struct {
	mu      sync.Mutex
	waiting []string
	offsets []int64
	react   func(n int) *reply // before the queue is asked; nil: ask it
}

func (q *queueStub) answer(c request) *reply {
	if c.method != "getUpdates" {
		return nil
	}
	var asked struct {
		Offset  int64
		Timeout int
		Limit   int
		Allowed []string `json:"allowed_updates"`
	}
	if json.Unmarshal([]byte(c.form["body"]), &asked) != nil || asked.Limit != 100 || len(asked.Allowed) != 4 {
		return refusal(400, "Bad Request")
	}
	q.mu.Lock()
	q.offsets = append(q.offsets, asked.Offset)
	n := len(q.offsets)
	q.mu.Unlock()
	if q.react != nil {
		if r := q.react(n); r != nil {
			return r
		}
	}
	for range asked.Timeout / 5 {
		if batch := q.after(asked.Offset); len(batch) > 0 {
			return &reply{status: 200, body: `{"ok":true,"result":[` + strings.Join(batch, ",") + `]}`}
		}
		time.Sleep(5 * time.Second)
	}
	return &reply{status: 200, body: `{"ok":true,"result":[]}`}
}

func (q *queueStub) after(offset int64) []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.DeleteFunc(q.waiting, func(raw string) bool {
		var u struct {
			ID int64 `json:"update_id"`
			As int64 `json:"really"` // the id of an update that does not show it
		}
		_ = json.Unmarshal([]byte(raw), &u)
		return max(u.ID, u.As) < offset
	})
	return slices.Clone(q.waiting)
}

func (q *queueStub) add(raws ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, raws...)
}

func (q *queueStub) asked() []int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.offsets)
}

func update(id int) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,%s,%s,"text":"%s"}}`, id, id, mo, alone, canary)
}

// poll runs a poller for as long as then takes.
func poll(t *testing.T, q *queueStub, inbox *inboxStub, outage *Outage, then func(api *telegramStub, log *sink)) {
	t.Helper()
	log, lines := witness(t)
	api := &telegramStub{react: q.answer}
	ctx, stop := context.WithCancel(t.Context())
	p := NewPoller(PollerOptions{Client: api.client(t), Log: log, IntakeOptions: IntakeOptions{Inbox: inbox, Outage: outage}})
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	then(api, lines)
	stop()
	<-done
}

func TestTheOffsetMovesOnlyAfterTheUpdatesAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, inbox := &queueStub{}, &inboxStub{err: errAway}
		q.add(update(10), update(11))
		api := &telegramStub{}
		alarms := 0
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor, Alarm: func(context.Context) { alarms++ }})
		poll(t, q, inbox, outage, func(_ *telegramStub, log *sink) {
			time.Sleep(time.Minute)
			synctest.Wait()
			if asked := q.asked(); slices.Max(asked) != 0 || len(asked) < 10 || len(asked) > 20 {
				t.Errorf("asked while the store was away: %v", asked)
			}
			if len(api.made("sendMessage")) != 1 || alarms != 1 {
				t.Errorf("%d crisis lines, %d alarms", len(api.made("sendMessage")), alarms)
			}
			inbox.fail(nil)
			time.Sleep(time.Minute)
			if got := inbox.ids(); !slices.Equal(got, []string{"u:10", "u:11"}) {
				t.Errorf("kept %v", got)
			}
			if asked := q.asked(); asked[len(asked)-1] != 12 {
				t.Errorf("asked %v", asked)
			}
			if strings.Count(log.String(), "Telegram keeps them") != 1 {
				t.Errorf("said once a minute: %s", log)
			}
		})
		stop()
	})
}

func TestABatchIsKeptInOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, inbox := &queueStub{}, &inboxStub{}
		for id := range 40 {
			q.add(update(100 + id))
		}
		poll(t, q, inbox, nil, func(*telegramStub, *sink) {
			time.Sleep(time.Second)
			synctest.Wait()
			if inbox.calls != 1 || len(inbox.ids()) != 40 {
				t.Errorf("%d calls for %d items", inbox.calls, len(inbox.ids()))
			}
		})
	})
}

func TestAPoisonUpdateDoesNotStopTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		waiting []string
		later   []string
		kept    []string
		end     int64
	}{
		"in the middle":       {[]string{update(10), `{"really":11,"message":{"text":"` + canary + `"}}`, update(12)}, nil, []string{"u:10", "u:12"}, 13},
		"at the end":          {[]string{update(10), `{"really":11,"update_id":"eleven"}`}, []string{update(12)}, []string{"u:10", "u:12"}, 13},
		"at the start":        {[]string{`{"really":9}`, update(10)}, nil, []string{"u:10"}, 11},
		"alone, then another": {[]string{`{"really":9,"update_id":[]}`}, []string{update(10)}, []string{"u:10"}, 11},
		"far beyond the last": {[]string{update(10), `{"really":14}`}, []string{update(15)}, []string{"u:10", "u:15"}, 16},
		"strange inside":      {[]string{`{"update_id":10,"message":[1]}`, `{"update_id":11,"message":{"chat":{"id":{}}}}`}, nil, []string{"u:10", "u:11"}, 12},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q, inbox := &queueStub{}, &inboxStub{}
				q.add(c.waiting...)
				poll(t, q, inbox, nil, func(*telegramStub, *sink) {
					time.Sleep(time.Minute)
					q.add(c.later...)
					time.Sleep(2 * time.Minute)
					if got := inbox.ids(); !slices.Equal(got, c.kept) {
						t.Errorf("kept %v", got)
					}
					if asked := q.asked(); asked[len(asked)-1] != c.end {
						t.Errorf("asked %v", asked)
					}
				})
			})
		})
	}
}

func TestThePollerWaitsAsTelegramAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, inbox := &queueStub{}, &inboxStub{}
		q.react = func(n int) *reply {
			if n <= 2 {
				return tooMany(20)
			}
			return nil
		}
		q.add(update(10))
		poll(t, q, inbox, nil, func(*telegramStub, *sink) {
			time.Sleep(39 * time.Second)
			if len(inbox.ids()) != 0 || len(q.asked()) != 2 {
				t.Errorf("asked %d times within retry_after", len(q.asked()))
			}
			time.Sleep(2 * time.Second)
			if len(inbox.ids()) != 1 {
				t.Error("not asked after it")
			}
		})
	})
}

func TestThePollerOutlastsEveryKindOfAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, inbox := &queueStub{}, &inboxStub{}
		bad := []*reply{
			refusal(500, "Internal "+canary), {status: 502, body: "<html>" + canary}, {cut: true}, {hang: true},
			{status: 200, body: `{"ok":true,"result":{"` + canary + `":1}}`}, {status: 200, body: ""}, refusal(401, "Unauthorized"), refusal(400, canary),
		}
		q.react = func(n int) *reply {
			if n <= len(bad) {
				return bad[n-1]
			}
			return nil
		}
		q.add(update(10))
		poll(t, q, inbox, nil, func(_ *telegramStub, log *sink) {
			time.Sleep(2 * time.Minute)
			if got := inbox.ids(); !slices.Equal(got, []string{"u:10"}) {
				t.Errorf("kept %v", got)
			}
			if strings.Contains(log.String(), "secret") {
				t.Errorf("the token is in the log: %s", log)
			}
		})
	})
}

func TestASecondPollerIsReportedOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queueStub{react: func(int) *reply {
			return refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
		}}
		poll(t, q, &inboxStub{}, nil, func(api *telegramStub, log *sink) {
			time.Sleep(5*time.Minute - time.Second)
			if n := strings.Count(log.String(), "somebody else takes"); n != 5 {
				t.Errorf("said %d times in five minutes", n)
			}
			if n := len(q.asked()); n > 70 {
				t.Errorf("asked %d times", n)
			}
			if len(api.made("deleteWebhook")) != 0 {
				t.Error("a webhook was deleted though none was set")
			}
		})
	})
}

const webhookSet = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

func TestAWebhookThatIsSetIsTakenAwayAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, inbox := &queueStub{}, &inboxStub{}
		q.react = func(n int) *reply {
			if n == 1 {
				return refusal(409, webhookSet)
			}
			return nil
		}
		q.add(update(10))
		poll(t, q, inbox, nil, func(api *telegramStub, _ *sink) {
			time.Sleep(time.Second)
			hooks := api.made("deleteWebhook")
			if len(hooks) != 1 || hooks[0].form["drop_pending_updates"] != "" || len(inbox.ids()) != 1 {
				t.Errorf("%+v, kept %v", hooks, inbox.ids())
			}
		})
	})
}

func TestAWebhookSetLaterByOthersIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queueStub{react: func(n int) *reply {
			if n > 1 {
				return refusal(409, webhookSet)
			}
			return nil
		}}
		poll(t, q, &inboxStub{}, nil, func(api *telegramStub, log *sink) {
			time.Sleep(2 * time.Minute)
			if len(api.made("deleteWebhook")) != 0 || !strings.Contains(log.String(), "somebody else takes") {
				t.Errorf("log: %s", log)
			}
		})
	})
}

func TestAfterALongSilenceWhateverTelegramHasIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, inbox := &queueStub{}, &inboxStub{}
		q.add(update(900))
		poll(t, q, inbox, nil, func(*telegramStub, *sink) {
			time.Sleep(8 * 24 * time.Hour)
			q.add(update(20)) // ids begin anywhere after a quiet week
			time.Sleep(2 * time.Minute)
			if got := inbox.ids(); !slices.Equal(got, []string{"u:900", "u:20"}) {
				t.Errorf("kept %v", got)
			}
		})
	})
}
