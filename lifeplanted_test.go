package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// lifePlant is a fault that the judge of lives must see. Every field but Name
// and Breaks may be left out; what is set wraps that part of both replicas of
// both deployments, once everybody has come together.
//
// How to add one: append a lifePlant to lifePlanted (or blindPlanted) that says in
// Breaks which invariants ("i1" … "i12") a judge may name for it: one of them is
// enough. Then `go test . -run 'TestLivesSeeWhatIsBroken/NAME' -v`.
//
// Decide is what decides (flows.Companion.Decide): leave out or change what it
// decides; helpers are changed, unsaid, changedFor. Guards of messages are there,
// so what is asked at sending can be switched off too (m.Guard.Purpose = flows.PurposeReply,
// m.Guard.Quiet = false …). Telegram stands before every call to the Bot API.
// Redis stands before every command, Lua gets every script's text before Redis does.
type lifePlant struct {
	Name     string
	Breaks   []string
	Decide   func(next decider) decider
	Telegram func(next http.RoundTripper) http.RoundTripper
	Redis    func(next redis.ProcessHook) redis.ProcessHook
	Lua      func(script string) string
	Calm     bool // without storms, for what they would hide
}

// plantedRedis changes commands and scripts on their way to Redis.
type plantedRedis struct {
	plant lifePlant
}

func (p *plantedRedis) DialHook(next redis.DialHook) redis.DialHook { return next }

func (p *plantedRedis) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { return next(ctx, cmds) }
}

func (p *plantedRedis) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	if p.plant.Redis != nil {
		next = p.plant.Redis(next)
	}
	if p.plant.Lua == nil {
		return next
	}
	return func(ctx context.Context, cmd redis.Cmder) error {
		args := cmd.Args() // not a copy
		switch cmd.Name() {
		case "eval":
			if text, ok := args[1].(string); ok {
				args[1] = p.plant.Lua(text)
			}
		case "evalsha":
			cmd.SetErr(redis.ErrNoScript) // so that the client sends the text
			return redis.ErrNoScript
		}
		return next(ctx, cmd)
	}
}

// lifePlanted are the faults chosen by whoever wrote the judge; blindPlanted are
// those of somebody who had not read it.
var lifePlanted = []lifePlant{
	{Name: "an update is taken twice", Breaks: []string{"i1"}, Lua: func(script string) string {
		return strings.Replace(script, "redis.call('ZADD', p .. 'seen', 'NX', now, id) == 1", "redis.call('ZADD', p .. 'seen', now, id) >= 0", 1)
	}},
	{Name: "an update is dropped though Telegram heard that it arrived", Breaks: []string{"i1"}, Lua: func(script string) string {
		return strings.Replace(script, "redis.call('ZADD', p .. 'seen', 'NX', now, id) == 1", "redis.call('ZADD', p .. 'seen', 'NX', now, id) == 1 and tonumber(redis.call('INCR', p .. 'nth')) % 9 > 0", 1)
	}},
	{Name: "the newest comes first", Breaks: []string{"i12", "i1"}, Lua: func(script string) string {
		script = strings.ReplaceAll(script, "redis.call('RPUSH', p .. 'q:' .. queue, item)", "redis.call('LPUSH', p .. 'q:' .. queue, item)")
		return script
	}},
	{Name: "a message is sent twice now and then", Breaks: []string{"i1", "i6"}, Calm: true, Telegram: sendsTwice},
	{Name: "somebody else reads it too", Breaks: []string{"i7", "i4", "i6"}, Telegram: sendsToNeighbour},
	{Name: "quiet hours are not kept", Breaks: []string{"i5"}, Decide: changed(func(d *flows.Decision) {
		for i := range d.Say {
			d.Say[i].Guard.Quiet = false
		}
	})},
	{Name: "check-ins come without a yes", Breaks: []string{"i4"}, Decide: alwaysAgrees},
	{Name: "what stop says is forgotten", Breaks: []string{"i4"}, Decide: changed(func(d *flows.Decision) {
		for i, p := range d.Put {
			if c, ok := p.Value.(*care.Contact); ok && c.Stopped {
				there := *c
				there.Stopped = false
				d.Put[i].Value = &there
			}
		}
	})},
	{Name: "notes outlive their author", Breaks: []string{"i8"}, Decide: changed(func(d *flows.Decision) {
		if d.Reason == "forgotten" {
			d.Erase = nil
			d.Put = slices.DeleteFunc(d.Put, func(p flows.Put) bool {
				return p.Value == nil && (p.Kind == care.KindNote || p.Kind == care.KindCheckIn)
			})
		}
	})},
	{Name: "a plan forgets its next question", Breaks: []string{"i9"}, Decide: changed(func(d *flows.Decision) {
		d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.What == "ask" && !t.Due.IsZero() })
	})},
	{Name: "the next step of an alert is forgotten", Breaks: []string{"i9", "i2"}, Decide: changed(func(d *flows.Decision) {
		d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.What == "step" && !t.Due.IsZero() })
	})},
	{Name: "nobody is reminded", Breaks: []string{"i6"}, Decide: unsaid(func(e flows.Event, _ flows.Message) bool { return e.Timer.What == "remind" })},
	{Name: "a reminder comes twice", Breaks: []string{"i6"}, Decide: changed(func(d *flows.Decision) {
		for _, m := range slices.Clone(d.Say) {
			if m.Guard.Purpose == care.Reminders {
				d.Say = append(d.Say, m)
			}
		}
	})},
	{Name: "the lines are not said", Breaks: []string{"i3"}, Decide: unsaid(func(_ flows.Event, m flows.Message) bool { return m.Key == locales.HelpLines })},
	{Name: "somebody is said to have seen it", Breaks: []string{"i3"}, Decide: saidToHaveSeen},
	{Name: "nobody is called", Breaks: []string{"i2"}, Decide: unsaid(func(e flows.Event, m flows.Message) bool {
		return e.Kind == flows.KindText && (isCard(m) || m.Channel != "")
	})},
	{Name: "an old button takes it", Breaks: []string{"i2"}, Decide: oldButtonsTake},
	{Name: "nobody hears who cannot be reached", Breaks: []string{"i10"}, Calm: true, Decide: unsaid(func(_ flows.Event, m flows.Message) bool {
		return m.Key == locales.ReachLostBlock || m.Key == locales.ReachLostStop
	})},
	{Name: "what is kept for themselves is shown to the team", Breaks: []string{"i7"}, Decide: eachRecord(func(_ flows.Tx, n *care.Note) {
		if n.Share.Audience == care.OnlyMe {
			n.Share.Audience = care.OnlyTeam
		}
	})},
	{Name: "taps are not answered", Breaks: []string{"i1"}, Calm: true, Decide: unsaid(func(_ flows.Event, m flows.Message) bool { return m.Answer != "" && m.Key == "" })},
}

// plantLives is in how many lives a planted fault must be seen.
const plantLives = 10

// TestLivesSeeWhatIsBroken proves that the judge of lives is worth something:
// every planted fault turns it red, by the invariant that it breaks.
func TestLivesSeeWhatIsBroken(t *testing.T) {
	t.Parallel()
	caught := 0
	all := append(slices.Clone(lifePlanted), blindPlanted...)
	if *lifePlants == 0 {
		all = all[:2] // make soak plays them all
	}
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) {
			var seen []string
			for seed := range uint64(plantLives) {
				w := spendLife(t, seed, 20, 30*time.Hour, p)
				for _, f := range w.faults {
					if slices.ContainsFunc(p.Breaks, func(rule string) bool { return strings.HasPrefix(f, "("+rule+")") }) {
						caught++
						t.Logf("%d faults at seed %d; caught by %s", len(w.faults), seed, cut(f, 300))
						return
					}
				}
				seen = append(seen, w.faults...)
			}
			t.Errorf("not seen as %v; seen: %v", p.Breaks, seen)
		})
	}
	t.Logf("caught/planted: %d/%d", caught, len(all))
}

// What is planted in a script changes it: one that is not there any more would be
// seen by nobody.
func TestWhatIsPlantedInScriptsStandsThere(t *testing.T) {
	scripts := files(t, "store/lua", ".lua")
	for _, p := range append(slices.Clone(lifePlanted), blindPlanted...) {
		if p.Lua != nil && !slices.ContainsFunc(scripts, func(file string) bool {
			text := content(t, file)
			return p.Lua(text) != text
		}) {
			t.Errorf("%s: no script is changed", p.Name)
		}
	}
}

// sendsTwice sends every ninth message twice.
func sendsTwice(next http.RoundTripper) http.RoundTripper {
	n := 0
	return tripper(func(r *http.Request) (*http.Response, error) {
		body, again := lifeBody(r)
		if n++; n%9 == 0 && strings.HasSuffix(r.URL.Path, "/sendMessage") {
			_, _ = next.RoundTrip(again(body))
		}
		return next.RoundTrip(again(body))
	})
}

// sendsToNeighbour shows every second message to whoever has the next number too.
func sendsToNeighbour(next http.RoundTripper) http.RoundTripper {
	n := 0
	return tripper(func(r *http.Request) (*http.Response, error) {
		body, again := lifeBody(r)
		if n++; n%2 == 0 && strings.HasSuffix(r.URL.Path, "/sendMessage") {
			fields, _ := lifeForm(r.Header.Get("Content-Type"), body)
			if chat, err := strconv.Atoi(fields["chat_id"]); err == nil {
				_, _ = next.RoundTrip(again(bytes.ReplaceAll(body, []byte(fields["chat_id"]), []byte(strconv.Itoa(chat+1)))))
			}
		}
		return next.RoundTrip(again(body))
	})
}

// lifeBody takes the body of a call, and how to make the call again.
func lifeBody(r *http.Request) (body []byte, again func([]byte) *http.Request) {
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	return body, func(body []byte) *http.Request {
		q := r.Clone(r.Context())
		q.Body, q.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return q
	}
}

// alwaysAgrees lets the companion read that everybody agreed to everything.
func alwaysAgrees(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		d, err := next(agreeing{tx}, e, now)
		for i := range d.Say {
			if g := &d.Say[i].Guard; g.Purpose == care.CheckIns || g.Purpose == care.Reminders {
				g.Purpose = flows.PurposeNotice
			}
		}
		return d, err
	}
}

type agreeing struct{ flows.Tx }

func (a agreeing) Read(kind care.Kind, id string, into any) (bool, error) {
	found, err := a.Tx.Read(kind, id, into)
	if c, ok := into.(*care.Contact); ok && found {
		for _, p := range []care.Purpose{care.CheckIns, care.Reminders} {
			if answer, asked := c.Consents[p]; asked && !answer.Granted {
				answer.Granted = true
				c.Consents[p] = answer
			}
		}
	}
	return found, err
}
