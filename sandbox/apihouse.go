package sandbox

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"
)

// clockView is the clock and the next instant at which anything falls due.
type clockView struct {
	Now  time.Time  `json:"now"`
	Next *time.Time `json:"next"`
}

func (s *Server) apiClock(w http.ResponseWriter, r *http.Request) {
	v, err := s.clockView(r.Context())
	s.reply(w, v, err)
}

func (s *Server) clockView(ctx context.Context) (clockView, error) {
	v := clockView{Now: s.clock.Now()}
	next, ok, err := s.next(ctx)
	if ok {
		next = next.UTC()
		v.Next = &next
	}
	return v, err
}

func (s *Server) apiPush(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Advance string
		To      string
		Next    bool
	}
	err := readJSON(r, &in)
	if err == nil {
		err = s.push(r.Context(), in.Advance, in.To, in.Next)
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	s.apiClock(w, r)
}

func (s *Server) push(ctx context.Context, advance, to string, next bool) error {
	switch {
	case next:
		return s.AdvanceNext(ctx)
	case to != "":
		t, err := time.Parse(time.RFC3339, to)
		if err != nil {
			return refuse("A time is written like 2026-12-01T09:00:00Z.")
		}
		return s.AdvanceTo(ctx, t)
	case advance != "":
		d, err := parseSpan(advance)
		if err != nil {
			return refuse("A span of time is written like 90s, 5m, 2h or 3d.")
		}
		return s.Advance(ctx, d)
	}
	return refuse("Say how far: advance, to or next.")
}

func (s *Server) apiDrawer(w http.ResponseWriter, r *http.Request) {
	house := s.currentHouse()
	d := Drawer{}
	if house != nil {
		var err error
		if d, err = house.Drawer(r.Context()); err != nil {
			s.reply(w, nil, err)
			return
		}
	}
	s.mu.Lock()
	d.Queued, d.Timers, d.Sent = append([]Queued{}, d.Queued...), append([]Timer{}, d.Timers...), append([]Sent{}, d.Sent...)
	for i := range d.Queued {
		d.Queued[i].To = s.addressee(d.Queued[i].To)
	}
	for i := range d.Sent {
		d.Sent[i].To = s.addressee(d.Sent[i].To)
	}
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, d)
}

// addressee turns a chat id into a name. s.mu is held.
func (s *Server) addressee(to string) string {
	id, err := strconv.ParseInt(to, 10, 64)
	if err != nil {
		return to
	}
	if a := s.people[id]; a != nil {
		return a.Name
	}
	if c := s.chats[id]; c != nil {
		return c.title
	}
	return to
}

func (s *Server) apiStory(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, append([]Step{}, s.story...))
}

func (s *Server) apiScript(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, s.Record().String()) // the reader may have gone
}

// faultView is a Fault in JSON.
type faultView struct {
	Method      string `json:"method"`
	Status      int    `json:"status,omitempty"`
	RetryAfter  int    `json:"retry_after,omitempty"`
	Times       int    `json:"times"`
	AfterAccept bool   `json:"after_accept,omitempty"`
	ChatID      int64  `json:"chat_id,omitempty"`
	Delay       string `json:"delay,omitempty"`
	Body        string `json:"body,omitempty"`
	Description string `json:"description,omitempty"`
}

func (s *Server) apiFaults(w http.ResponseWriter, _ *http.Request) {
	all := []faultView{}
	for _, f := range s.Faults() {
		v := faultView{f.Method, f.Status, f.RetryAfter, f.Times, f.AfterAccept, f.ChatID, "", f.Body, f.Description}
		if f.Delay > 0 {
			v.Delay = f.Delay.String()
		}
		all = append(all, v)
	}
	writeJSON(w, http.StatusOK, all)
}

func (s *Server) apiAddFault(w http.ResponseWriter, r *http.Request) {
	var v faultView
	err := readJSON(r, &v)
	var delay time.Duration
	if err == nil && v.Delay != "" {
		if delay, err = time.ParseDuration(v.Delay); err != nil {
			err = refuse("A delay is written like 2s or 500ms.")
		}
	}
	if err == nil {
		err = s.Fail(Fault{v.Method, v.Status, v.RetryAfter, v.Times, v.AfterAccept, v.ChatID, delay, v.Body, v.Description})
	}
	s.reply(w, done{OK: true}, err)
}

func (s *Server) apiClearFaults(w http.ResponseWriter, _ *http.Request) {
	s.ClearFaults()
	writeJSON(w, http.StatusOK, done{OK: true})
}
