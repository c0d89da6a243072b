package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// heartbeat keeps an idle event stream open through proxies.
const heartbeat = 15 * time.Second

// apiEvents streams events to a page until it goes away.
func (s *Server) apiEvents(w http.ResponseWriter, r *http.Request) {
	if _, ok := w.(http.Flusher); !ok {
		apiFail(w, refuse("The event stream needs a real connection."))
		return
	}
	me := s.events.join()
	if me == nil {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"error": "Too many pages are open."})
		return
	}
	defer s.events.leave(me)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	fmt.Fprint(w, ": hello\n\n")
	for out.Flush() == nil {
		select {
		case _, open := <-me.news:
			if !open || !s.writeEvents(w, out, me) {
				return
			}
		case <-beat.C:
			if !write(out, func() error { _, err := fmt.Fprint(w, ": still here\n\n"); return err }) {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// write gives a slow reader a few seconds, then lets go of it.
func write(out *http.ResponseController, f func() error) bool {
	_ = out.SetWriteDeadline(time.Now().Add(5 * time.Second)) // not every connection has deadlines
	return f() == nil
}

func (s *Server) writeEvents(w http.ResponseWriter, out *http.ResponseController, me *reader) bool {
	for _, e := range s.events.take(me) {
		raw, err := json.Marshal(e)
		if err != nil {
			return false
		}
		if !write(out, func() error { _, err := fmt.Fprintf(w, "data: %s\n\n", raw); return err }) {
			return false
		}
	}
	return true
}
