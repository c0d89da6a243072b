package main

import (
	"net/http"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"polyphony/flows"
	"polyphony/store"
)

// Meter counts what happens, in names and durations: no id, no name, no word
// of anybody ever becomes a label.
type Meter struct {
	registry *prometheus.Registry
	received *prometheus.CounterVec
	handled  *prometheus.CounterVec
	took     prometheus.Histogram
	parked   *prometheus.CounterVec
	settled  *prometheus.CounterVec
	waited   *prometheus.HistogramVec
	called   *prometheus.CounterVec
	late     prometheus.Histogram
	away     prometheus.Gauge
	depth    *prometheus.GaugeVec
	age      *prometheus.GaugeVec
	ready    *prometheus.GaugeVec
	beats    *prometheus.CounterVec
}

var seconds = []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800}

// NewMeter makes the metrics of one process.
func NewMeter() *Meter {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "polyphony", Name: name, Help: help}, labels)
	}
	m := &Meter{
		registry: prometheus.NewRegistry(),
		received: counter("updates_total", "Updates that Telegram sent, by way and outcome.", "via", "outcome"),
		handled:  counter("events_total", "Events handled, by kind and reason.", "kind", "reason"),
		parked:   counter("parked_total", "Events put aside for an operator, by reason.", "reason"),
		settled:  counter("rows_total", "Rows of the outbox settled, by lane and reason.", "lane", "reason"),
		called:   counter("telegram_calls_total", "Calls to Telegram, by method and result.", "method", "reason"),
		took:     prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "polyphony", Name: "event_seconds", Help: "From recording an event to its commit.", Buckets: seconds}),
		waited:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "polyphony", Name: "row_seconds", Help: "From the commit of a row until it was settled, by lane.", Buckets: seconds}, []string{"lane"}),
		late:     prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "polyphony", Name: "timer_late_seconds", Help: "How late timers fired.", Buckets: seconds}),
		away:     prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "polyphony", Name: "store_away", Help: "1 while the store cannot be reached."}),
		depth:    prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "polyphony", Name: "depth", Help: "What waits: queues of the inbox and chats of the outbox by lane, timers, parked events."}, []string{"what", "lane"}),
		age:      prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "polyphony", Name: "oldest_seconds", Help: "How long the first of each inbox lane has waited, and the most overdue timer."}, []string{"what", "lane"}),
	}
	m.ready = prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "polyphony", Name: "well", Help: "1 for each part of the chain that is well, 0 for one that is not, as in /readyz."}, []string{"part"})
	m.beats = counter("heartbeats_total", "Heartbeats to the monitor outside, by outcome.", "outcome")
	m.registry.MustRegister(m.ready, m.beats, m.received, m.handled, m.took, m.parked, m.settled, m.waited, m.called, m.late, m.away, m.depth, m.age,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.fromZero()
	return m
}

// fromZero shows the counts that the rules look at before anything was counted:
// Prometheus sees no increase in a series that begins with its first event, so
// the first card that was lost would ring nobody.
func (m *Meter) fromZero() {
	for _, reason := range []string{"blocked", "gone", "refused", "late", "no_channel", "channel_failed"} {
		m.settled.WithLabelValues(flows.Urgent.String(), reason)
	}
	m.handled.WithLabelValues(string(flows.KindTimer), "help.escalated")
	for _, outcome := range []string{"sent", "misset", "unreachable", "refused"} {
		m.beats.WithLabelValues(outcome)
	}
}

// Handler serves the metrics.
func (m *Meter) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// chain are the parts that /readyz looks at.
var chain = []string{"redis", "team", "engine", "timers", "sender", "memory", "telegram"}

// Ready shows which parts of the chain are well.
func (m *Meter) Ready(r report) {
	for _, part := range chain {
		well := 1.0
		if slices.Contains(r.Wrong, part) {
			well = 0
		}
		m.ready.WithLabelValues(part).Set(well)
	}
}

// Heartbeat counts a beat that was sent, or why it was not.
func (m *Meter) Heartbeat(outcome string) { m.beats.WithLabelValues(outcome).Inc() }

// Received counts an update.
func (m *Meter) Received(via, outcome string) { m.received.WithLabelValues(via, outcome).Inc() }

// Settled counts a row.
func (m *Meter) Settled(lane flows.Lane, reason flows.Reason, after time.Duration) {
	m.settled.WithLabelValues(lane.String(), string(reason)).Inc()
	m.waited.WithLabelValues(lane.String()).Observe(after.Seconds())
}

// Called counts a call to Telegram.
func (m *Meter) Called(method string, reason flows.Reason, _ time.Duration) {
	m.called.WithLabelValues(method, string(reason)).Inc()
}

// Away says whether the store can be reached.
func (m *Meter) Away(away bool) {
	m.away.Set(0)
	if away {
		m.away.Set(1)
	}
}

// Handled counts an event.
func (m *Meter) Handled(e flows.Event, r flows.Reason, took time.Duration) {
	m.handled.WithLabelValues(string(e.Kind), string(r)).Inc()
	m.took.Observe(took.Seconds())
}

// Parked counts an event that was put aside.
func (m *Meter) Parked(reason string) { m.parked.WithLabelValues(reason).Inc() }

// Fired notes how late timers were.
func (m *Meter) Fired(late []time.Duration) {
	for _, l := range late {
		m.late.Observe(l.Seconds())
	}
}

// Depths shows how much waits.
func (m *Meter) Depths(d store.Depths) {
	for lane, name := range []string{"deadlines", "people", "clock"} {
		m.depth.WithLabelValues("inbox", name).Set(float64(d.Inbox[lane]))
		m.age.WithLabelValues("inbox", name).Set(d.Oldest[lane].Seconds())
	}
	for lane := range 3 {
		m.depth.WithLabelValues("outbox", flows.Lane(lane).String()).Set(float64(d.Outbox[lane]))
		m.depth.WithLabelValues("later", flows.Lane(lane).String()).Set(float64(d.Later[lane]))
	}
	m.depth.WithLabelValues("timers", "").Set(float64(d.Timers))
	m.depth.WithLabelValues("parked", "").Set(float64(d.Parked))
	m.age.WithLabelValues("timer", "").Set(d.Overdue.Seconds())
}
