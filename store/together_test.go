package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Commands that travel together are acts of their own: each gets its own
// answer, one that is refused spoils no other, and none is lost or done twice,
// whatever they hold.
func TestCommandsThatTravelTogetherAreTheirOwn(t *testing.T) {
	onBoth(t, func(g *ground) {
		trips := together{db: g.db}
		ctx, cancel := context.WithTimeout(g.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				key := fmt.Sprint("together:", i)
				long := strings.Repeat("x", 700*(i%8))
				set := redis.NewStatusCmd(ctx, "set", key, fmt.Sprint(i, long))
				if err := trips.do(ctx, set); err != nil {
					g.Errorf("set %d: %v", i, err)
				}
				get := redis.NewStringCmd(ctx, "get", key)
				if err := trips.do(ctx, get); err != nil || get.Val() != fmt.Sprint(i, long) {
					g.Errorf("get %d: %.20q %v", i, get.Val(), err)
				}
				count := redis.NewIntCmd(ctx, "incr", "together:all")
				if err := trips.do(ctx, count); err != nil {
					g.Errorf("incr %d: %v", i, err)
				}
				if err := trips.do(ctx, redis.NewIntCmd(ctx, "incr", key+"none", "too many")); err == nil {
					g.Errorf("%d: a wrong command was taken", i)
				}
				if err := trips.do(ctx, redis.NewStringCmd(ctx, "get", key+"none")); !errors.Is(err, redis.Nil) {
					g.Errorf("%d: nothing there, and %v", i, err)
				}
			})
		}
		all.Wait()
		if n, err := g.db.Get(ctx, "together:all").Int(); err != nil || n != 60 {
			g.Errorf("60 counted as %d %v", n, err)
		}
		trips.home(g)
	})
}

// Whoever has given up before leaving does not leave.
func TestWhoeverGaveUpDoesNotLeave(t *testing.T) {
	onBoth(t, func(g *ground) {
		trips := together{db: g.db, away: loneTrips}
		ctx, cancel := context.WithCancel(g.Context())
		cancel()
		if err := trips.do(ctx, redis.NewIntCmd(ctx, "incr", "given up")); !errors.Is(err, context.Canceled) {
			g.Errorf("it was told %v", err)
		}
		trips.back()
		trips.back()
		if n := g.db.Exists(g.Context(), "given up").Val(); n != 0 {
			g.Errorf("it left all the same: %d", n)
		}
		trips.home(g)
	})
}

// I2: trips that hang, on connections that nobody answers any more, hold nobody
// back: whoever has waited long enough leaves alone, and once.
func TestTripsThatHangHoldNobodyBack(t *testing.T) {
	onBoth(t, func(g *ground) {
		trips := together{db: g.db, away: loneTrips}
		ctx, cancel := context.WithTimeout(g.Context(), time.Minute)
		defer cancel()
		if err := trips.do(ctx, redis.NewIntCmd(ctx, "incr", "alone")); err != nil {
			g.Errorf("it was held back: %v", err)
		}
		trips.back()
		trips.back()
		if n, err := g.db.Get(ctx, "alone").Int(); n != 1 {
			g.Errorf("done %d times (%v)", n, err)
		}
		trips.home(g)
	})
}

// home waits until nothing is under way: the last trip ends a moment after
// whoever it carried has heard.
func (t *together) home(g *ground) {
	g.Helper()
	for end := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		t.mu.Lock()
		away, waiting := t.away, len(t.waiting)
		t.mu.Unlock()
		if away == 0 && waiting == 0 {
			return
		}
		if time.Now().After(end) {
			g.Fatalf("%d under way, %d waiting, and nobody asked", away, waiting)
		}
	}
}
