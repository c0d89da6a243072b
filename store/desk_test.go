package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// desk is a replica's store in a test: every call must succeed, unless the test
// calls the Store itself.
type desk struct {
	*Store
	g   *ground
	ctx context.Context
	n   int
}

func update(n int, queue, body string) flows.Item {
	return flows.Item{ID: fmt.Sprintf("u:%d", n), Queue: queue, Source: flows.FromTelegram, At: t0, Body: []byte(body)}
}

func (d *desk) record(items ...flows.Item) int64 {
	d.g.Helper()
	fresh, err := d.Record(d.ctx, items)
	if err != nil {
		d.g.Fatal(err)
	}
	return fresh
}

func (d *desk) claim(now time.Time, max int) []flows.Claim {
	d.g.Helper()
	claims, err := d.Claim(d.ctx, now, max)
	if err != nil {
		d.g.Fatal(err)
	}
	return claims
}

// one claims exactly one item.
func (d *desk) one(now time.Time) flows.Claim {
	d.g.Helper()
	claims := d.claim(now, 1)
	if len(claims) != 1 {
		d.g.Fatalf("%s claims %d items", d.replica, len(claims))
	}
	return claims[0]
}

// commit lands a decision that read nothing.
func (d *desk) commit(now time.Time, c flows.Claim, what flows.Decision, keep bool) *flows.Claim {
	d.g.Helper()
	next, err := d.Commit(d.ctx, now, c, d.Begin(d.ctx), what, keep)
	if err != nil {
		d.g.Fatal(err)
	}
	return next
}

// decide lands a decision by way of an event of its own, which nobody else can
// have claimed.
func (d *desk) decide(now time.Time, what flows.Decision) {
	d.g.Helper()
	d.n++
	id := fmt.Sprintf("%s:%d", d.replica, d.n)
	d.record(flows.Item{ID: id, Queue: "alert:" + id, Source: flows.FromOperator, At: now}) // deadlines come first
	c := d.one(now)
	if c.Item.ID != id {
		d.g.Fatalf("claimed %s, not %s", c.Item.ID, id)
	}
	d.commit(now, c, what, false)
}

func (d *desk) say(now time.Time, messages ...flows.Message) {
	d.g.Helper()
	d.decide(now, flows.Decision{Say: messages})
}

func to(chat int64, lane flows.Lane, words string) flows.Message {
	return flows.Message{Chat: chat, Lane: lane, Args: flows.Args{"Words": {Words: words}}}
}

func saying(r flows.Row) string { return r.Message.Args["Words"].Words }

// everything asks for all lanes, unpaced.
var everything = flows.Want{Lanes: []flows.Lane{flows.Urgent, flows.Reply, flows.Bulk}, Max: 100}

func (d *desk) rows(now time.Time, want flows.Want) ([]flows.Row, time.Time) {
	d.g.Helper()
	rows, next, err := d.ClaimRows(d.ctx, now, want)
	if err != nil {
		d.g.Fatal(err)
	}
	return rows, next.Look
}

// hears claims everything that may leave now and says what it is, in order.
func (d *desk) hears(now time.Time, want flows.Want) string {
	d.g.Helper()
	rows, _ := d.rows(now, want)
	var all []string
	for _, r := range rows {
		all = append(all, saying(r))
	}
	return strings.Join(all, " ")
}

func (d *desk) settle(now time.Time, r flows.Row, o flows.Outcome) {
	d.g.Helper()
	if err := d.Settle(d.ctx, now, r, o); err != nil {
		d.g.Fatal(err)
	}
}

// sends claims and settles until nothing may leave any more, and says what
// left, in order.
func (d *desk) sends(now time.Time, want flows.Want) string {
	d.g.Helper()
	var all []string
	for {
		rows, _ := d.rows(now, want)
		if len(rows) == 0 {
			return strings.Join(all, " ")
		}
		for _, r := range rows {
			all = append(all, saying(r))
			d.settle(now, r, flows.Outcome{Done: true, Sent: int(r.Seq)})
		}
	}
}

func (d *desk) fire(now time.Time) []time.Duration {
	d.g.Helper()
	late, _, err := d.Fire(d.ctx, now, func() {})
	if err != nil {
		d.g.Fatal(err)
	}
	return late
}

func (d *desk) takeover(now time.Time) int64 {
	d.g.Helper()
	freed, err := d.Takeover(d.ctx, now)
	if err != nil {
		d.g.Fatal(err)
	}
	return freed
}

// contact reads a contact's name, "" when there is none.
func (d *desk) contact(id string) string {
	d.g.Helper()
	var c care.Contact
	if _, err := d.Peek(d.ctx, care.KindContact, id, &c); err != nil {
		d.g.Fatal(err)
	}
	return c.Name
}

func named(id, name string) flows.Put {
	return flows.Put{Kind: care.KindContact, ID: id, Value: &care.Contact{ID: id, Name: name}}
}

// must fails unless an error is the one that was expected.
func must(g *ground, got, want error) {
	g.Helper()
	if !errors.Is(got, want) {
		g.Fatalf("%v, want %v", got, want)
	}
}

func ids(claims []flows.Claim) string {
	var all []string
	for _, c := range claims {
		all = append(all, c.Item.ID)
	}
	return strings.Join(all, " ")
}
