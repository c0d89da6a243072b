package store

import (
	"fmt"
	"testing"
	"time"

	"polyphony/flows"
)

// left is one row that left, and when.
type left struct {
	chat int64
	lane flows.Lane
	at   time.Duration
}

// pour sends everything that waits, looking again whenever the outbox says so,
// and returns what left when.
func pour(d *desk, pace flows.Pace, until time.Duration) (all []left) {
	d.g.Helper()
	want := flows.Want{Lanes: everything.Lanes, Max: 100, Pace: pace}
	for now := t0; now.Sub(t0) <= until; {
		rows, again := d.rows(now, want)
		for _, r := range rows {
			all = append(all, left{r.Message.Chat, r.Message.Lane, now.Sub(t0)})
			d.settle(now, r, flows.Outcome{Done: true})
		}
		switch {
		case len(rows) > 0: // what was settled may have more
		case again.IsZero():
			return all
		case !again.After(now):
			d.g.Fatalf("at %v: look again at %v, which is no later", now, again)
		default:
			now = again
		}
	}
	return all
}

// most is the largest number of rows that left within any such window.
func most(all []left, window time.Duration, which func(left) bool) (n int) {
	var at []time.Duration
	for _, l := range all {
		if which(l) {
			at = append(at, l.at)
		}
	}
	for i, from := 0, 0; i < len(at); i++ {
		for at[i]-at[from] >= window {
			from++
		}
		n = max(n, i-from+1)
	}
	return n
}

func anyone(left) bool { return true }

func many(n int, chat func(int) int64, lane flows.Lane) (all []flows.Message) {
	for i := range n {
		all = append(all, to(chat(i), lane, fmt.Sprint(i)))
	}
	return all
}

// Telegram takes 30 a second: no second sees more than one more than that, and
// none is wasted.
func TestThePaceOverallIsKeptAndUsed(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, many(150, func(i int) int64 { return int64(i + 1) }, flows.Bulk)...)
		all := pour(a, flows.Pace{Overall: 30}, time.Minute)
		if len(all) != 150 {
			g.Fatalf("%d of 150 left", len(all))
		}
		if n := most(all, time.Second, anyone); n > 31 {
			g.Errorf("%d left within a second", n)
		}
		if end := all[149].at; end > 5*time.Second {
			g.Errorf("150 took %v", end)
		}
	})
}

// One a second to a chat, 20 a minute to a group; chats do not wait for one
// another.
func TestThePaceOfAChatAndOfAGroupIsKept(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, many(5, func(int) int64 { return 1 }, flows.Bulk)...)
		a.say(t0, many(3, func(int) int64 { return 2 }, flows.Reply)...)
		a.say(t0, many(30, func(int) int64 { return -7 }, flows.Bulk)...)
		all := pour(a, flows.Pace{Chat: 1, Group: 20}, 2*time.Minute)
		at := map[int64][]time.Duration{}
		for _, l := range all {
			at[l.chat] = append(at[l.chat], l.at)
		}
		for chat, gap := range map[int64]time.Duration{1: time.Second, 2: time.Second, -7: 3 * time.Second} {
			for i, when := range at[chat] {
				if when != time.Duration(i)*gap {
					g.Errorf("chat %d: row %d left at %v", chat, i, when)
				}
			}
		}
		if len(at[1]) != 5 || len(at[2]) != 3 || len(at[-7]) != 30 {
			g.Errorf("left: %d, %d, %d", len(at[1]), len(at[2]), len(at[-7]))
		}
	})
}

// An answer to a tap is no message: Telegram does not count it, nor do we.
func TestAnswersToTapsAreFree(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		all := many(4, func(int) int64 { return 1 }, flows.Reply)
		for i := range all {
			all[i].Answer = fmt.Sprint("tap ", i)
		}
		a.say(t0, append(all, to(1, flows.Bulk, "message"))...)
		for _, l := range pour(a, flows.Pace{Chat: 1, Overall: 1000}, time.Minute) {
			if l.at > 10*time.Millisecond {
				g.Errorf("%+v had to wait", l)
			}
		}
	})
}

// I2: urgent rows skip the chat's own pace and borrow from the next second, no
// more; the others wait that out, so that Telegram's limit holds for all.
func TestUrgentBorrowsAtMostASecondAhead(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, many(40, func(i int) int64 { return int64(1000 + i) }, flows.Bulk)...)
		a.say(t0, many(5, func(int) int64 { return 1 }, flows.Urgent)...)
		a.say(t0, many(60, func(i int) int64 { return int64(1 + i) }, flows.Urgent)...)
		all := pour(a, flows.Pace{Overall: 30, Chat: 1}, time.Minute)
		urgent, ahead := 0, 0
		for i, l := range all {
			if l.lane == flows.Urgent {
				urgent++
			} else if urgent < 65 {
				g.Fatalf("row %d, not urgent, left before the %dth urgent one", i, urgent+1)
			}
			if l.at == 0 {
				ahead++
			}
		}
		if len(all) != 105 || ahead < 30 || ahead > 32 {
			g.Errorf("%d left, %d at once", len(all), ahead)
		}
		for seconds := 1; seconds <= 4; seconds++ {
			if n := most(all, time.Duration(seconds)*time.Second, anyone); n > 30*(seconds+1)+1 {
				g.Errorf("%d left within %d s", n, seconds)
			}
		}
		if end := all[104].at; end > 3500*time.Millisecond {
			g.Errorf("105 took %v", end)
		}
	})
}

// A hold of a chat keeps everything from it, urgent rows too, since sending
// into a hold makes it longer; other chats go on. When it is over, urgent first.
func TestAHeldChatGetsNothing(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "limited"), to(1, flows.Bulk, "next"), to(2, flows.Bulk, "other"))
		rows, _ := a.rows(t0, flows.Want{Lanes: everything.Lanes, Max: 1})
		till := t0.Add(30 * time.Second)
		a.settle(t0, rows[0], flows.Outcome{Again: till, HoldChat: till})
		tap := to(1, flows.Reply, "answer")
		tap.Answer = "tap"
		a.say(t0, to(1, flows.Urgent, "card"), tap)
		rows, again := a.rows(t0, everything)
		if len(rows) != 1 || saying(rows[0]) != "other" || !again.Equal(till) {
			g.Fatalf("%d rows, look again at %v", len(rows), again)
		}
		a.settle(t0, rows[0], flows.Outcome{Done: true})
		if got := a.sends(till.Add(-time.Millisecond), everything); got != "" {
			g.Errorf("left while held: %q", got)
		}
		if got := a.sends(till, everything); got != "card answer limited next" {
			g.Errorf("left after the hold: %q", got)
		}
	})
}

// A hold of the whole bot keeps everything back, and says until when.
func TestAHeldBotSaysNothing(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.say(t0, to(1, flows.Bulk, "limited"), to(2, flows.Urgent, "card"))
		rows, _ := a.rows(t0, flows.Want{Lanes: []flows.Lane{flows.Bulk}, Max: 1})
		till := t0.Add(5 * time.Second)
		a.settle(t0, rows[0], flows.Outcome{Again: till, HoldAll: till})
		if rows, again := b.rows(till.Add(-time.Millisecond), everything); len(rows) != 0 || !again.Equal(till) {
			g.Errorf("%d rows, look again at %v", len(rows), again)
		}
		if got := b.hears(till, everything); got != "card limited" {
			g.Errorf("after the hold: %q", got)
		}
	})
}

// Of two holds the longer counts, in whichever order they were heard.
func TestAShorterHoldDoesNotEndALongerOne(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "one"), to(2, flows.Bulk, "two"))
		rows, _ := a.rows(t0, everything)
		long := t0.Add(30 * time.Second)
		a.settle(t0, rows[0], flows.Outcome{Done: true, HoldAll: long})
		a.settle(t0, rows[1], flows.Outcome{Again: t0, HoldAll: t0.Add(time.Second)})
		if rows, again := a.rows(t0.Add(29*time.Second), everything); len(rows) != 0 || !again.Equal(long) {
			g.Errorf("%d rows, look again at %v", len(rows), again)
		}
	})
}

// A clock that ran ahead and was put back leaves paces behind that lie far in
// the future. Nobody is silenced by them.
func TestAClockThatWasPutBackSilencesNobody(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		ahead := t0.Add(48 * time.Hour)
		want := flows.Want{Lanes: everything.Lanes, Max: 9, Pace: flows.Pace{Overall: 1, Chat: 1}}
		a.say(t0, to(1, flows.Urgent, "one"))
		rows, _ := a.rows(ahead, want)
		a.settle(ahead, rows[0], flows.Outcome{Done: true, HoldAll: ahead.Add(30 * time.Second)})
		a.say(t0, to(1, flows.Bulk, "two"), to(2, flows.Urgent, "card"))
		rows, _ = a.rows(t0, want)
		got := ""
		for _, r := range rows {
			got += saying(r) + " "
		}
		if got != "card two " {
			g.Errorf("after the clock was put back %q", got)
		}
	})
}

// What was kept only to know paces is forgotten when it has passed, and no
// sooner.
func TestPacesAreForgottenWhenTheyHavePassed(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "one"), to(1, flows.Bulk, "two"))
		rows, _ := a.rows(t0, flows.Want{Lanes: everything.Lanes, Max: 9, Pace: flows.Pace{Chat: 0.1}})
		a.settle(t0, rows[0], flows.Outcome{Done: true, HoldChat: t0.Add(time.Second)})
		for _, c := range []struct {
			at   time.Duration
			left int64
		}{{time.Second - time.Millisecond, 2}, {time.Second, 1}, {10*time.Second - time.Millisecond, 1}, {10 * time.Second, 0}} {
			if err := a.Forget(a.ctx, t0.Add(c.at)); err != nil {
				g.Fatal(err)
			}
			if n := g.db.Exists(a.ctx, a.key(keyChatPace), a.key(keyHold)).Val(); n != c.left {
				g.Errorf("after %v: %d are left, want %d", c.at, n, c.left)
			}
		}
	})
}

// The sender sleeps for as long as it is told that nothing but urgent rows may
// leave: never longer than the pace, whoever waits and in whichever lanes it asks.
func TestWhoAsksHearsHowLongThePaceHoldsEverythingBack(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		ask := func(now time.Time, lanes ...flows.Lane) flows.Next {
			g.Helper()
			_, next, err := a.ClaimRows(a.ctx, now, flows.Want{Lanes: lanes, Max: 9, Pace: flows.Pace{Overall: 10}})
			if err != nil {
				g.Fatal(err)
			}
			return next
		}
		if next := ask(t0, everything.Lanes...); !next.Quiet.IsZero() {
			g.Errorf("nothing was said and all is quiet until %v", next.Quiet)
		}
		a.say(t0, many(2, func(i int) int64 { return int64(i + 1) }, flows.Bulk)...)
		for _, lanes := range [][]flows.Lane{everything.Lanes, {flows.Urgent}} {
			if next := ask(t0, lanes...); !next.Quiet.Equal(t0.Add(100 * time.Millisecond)) {
				g.Errorf("two left, the pace is ten a second, and all is quiet until %v", next.Quiet)
			}
		}
		a.say(t0, to(9, flows.Bulk, "later"))
		if rows, _ := a.rows(t0.Add(100*time.Millisecond), flows.Want{Lanes: everything.Lanes, Max: 9, Pace: flows.Pace{Overall: 10}}); len(rows) != 1 {
			g.Errorf("%d rows left at the end of the quiet", len(rows))
		}
		if _, next, _ := a.ClaimRows(a.ctx, t0, everything); !next.Quiet.IsZero() {
			g.Errorf("there is no pace and all is quiet until %v", next.Quiet)
		}
	})
}
