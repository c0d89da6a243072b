package main

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"polyphony/store"
)

// Bounds beyond which the companion is not well (docs/operations/runbook.md
// says what to do about each).
const (
	tooOld      = 30 * time.Second // an event that waits
	tooLate     = 10 * time.Second // a timer that is due
	silentFor   = 90 * time.Second // Telegram without an answer
	watchEvery  = 15 * time.Second
	lookTimeout = 2 * time.Second
)

// readiness looks at the whole chain.
type readiness struct {
	app        *App
	durability store.Durability
	heart      *heartbeat

	mu       sync.Mutex
	telegram time.Time // when Telegram last answered
	began    time.Time
}

func newReadiness(a *App, d store.Durability) *readiness {
	r := &readiness{app: a, durability: d, began: a.Now()}
	r.heart = newHeartbeat(a.Heartbeat, r.look, a.Meter.Heartbeat)
	return r
}

// watch asks Telegram now and then who we are, and sends the heartbeat.
func (r *readiness) watch(ctx context.Context) {
	for {
		call, cancel := context.WithTimeout(ctx, watchEvery)
		if _, _, err := r.app.Client.Me(call); err == nil {
			r.mu.Lock()
			r.telegram = r.app.Now()
			r.mu.Unlock()
		}
		cancel()
		r.heart.beat(ctx, r.app.Now())
		select {
		case <-ctx.Done():
			return
		case <-time.After(watchEvery):
		}
	}
}

// report is the answer of /readyz: what is wrong, by name.
type report struct {
	Ready      bool     `json:"ready"`
	Wrong      []string `json:"wrong"`
	Notes      []string `json:"notes"` // worth a look, and no reason to stop passing calls on
	Durability string   `json:"durability"`
	Accepted   bool     `json:"durability_accepted,omitempty"`
	Parked     int64    `json:"parked"`
}

func (r *readiness) look(ctx context.Context) report {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	out := report{Wrong: []string{}, Notes: []string{}, Durability: r.durability.String(), Accepted: r.durability.Accepted || r.durability.Alone}
	wrong := func(is bool, name string) {
		if is {
			out.Wrong = append(out.Wrong, name)
		}
	}
	now := r.app.Now()
	depths, err := r.app.Store.Depths(ctx, now)
	wrong(err != nil || r.app.Store.Ping(ctx) != nil, "redis")
	if err == nil {
		r.app.Meter.Depths(depths)
		out.Parked = depths.Parked
		_, applied, err := r.app.TeamNow(ctx)
		wrong(err != nil || !applied, "team")
		oldest := max(depths.Oldest[0], depths.Oldest[1], depths.Oldest[2])
		wrong(oldest > tooOld, "engine")
		wrong(depths.Overdue > tooLate, "timers")
		wrong(depths.UrgentAge > tooLate, "sender")
		wrong(r.app.Store.Full(), "memory")
	}
	r.mu.Lock()
	heard := r.telegram
	r.mu.Unlock()
	wrong(now.Sub(heard) > silentFor, "telegram")
	if len(r.app.Alarm.Faults()) > 0 {
		out.Notes = append(out.Notes, "channels")
	}
	if out.Parked > 0 {
		out.Notes = append(out.Notes, "parked")
	}
	out.Ready = len(out.Wrong) == 0
	r.app.Meter.Ready(out)
	return out
}

// routes are the addresses that are served: the webhook, the page behind the
// link of an alarm, and three for monitors. None shows anything of anybody.
func (a *App) routes(r *readiness) http.Handler {
	mux := http.NewServeMux()
	if a.Webhook != nil {
		mux.Handle("/telegram/webhook", a.Webhook)
	}
	mux.HandleFunc("GET "+seenPath, a.seen)
	mux.HandleFunc("POST "+seenPath, a.seen)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n")) // a monitor that has gone needs no answer
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, req *http.Request) {
		out := r.look(req.Context())
		w.Header().Set("Content-Type", "application/json")
		if !out.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(out) // as above
	})
	metrics := a.Meter.Handler()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, req *http.Request) {
		ctx, cancel := context.WithTimeout(req.Context(), lookTimeout)
		defer cancel()
		if depths, err := a.Store.Depths(ctx, a.Now()); err == nil {
			a.Meter.Depths(depths)
		}
		metrics.ServeHTTP(w, req)
	})
	return mux
}
