package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault makes the next calls of the bot fail.
type Fault struct {
	Method      string        // the method's name; empty or "*" for every method
	Status      int           // HTTP status; zero with nothing else set cuts the connection
	RetryAfter  int           // seconds; implies 429
	Times       int           // how many calls; zero means one, negative until cleared
	AfterAccept bool          // Telegram takes the call, and only its answer is lost
	ChatID      int64         // only calls about this chat; zero for all
	Delay       time.Duration // real time before the answer, at most a minute
	Body        string        // the raw answer instead of JSON, for instance a proxy's HTML page
	Description string        // instead of Telegram's usual sentence
}

const (
	faultsLimit  = 100
	longestDelay = time.Minute
)

var usualReasons = map[int]string{
	400: "Bad Request", 401: "Unauthorized", 403: "Forbidden: bot was blocked by the user", 404: "Not Found",
	409: "Conflict: " + otherPoller, 500: "Internal Server Error", 502: "Bad Gateway",
}

// Fail adds a fault. Faults are used up in the order in which they were added.
func (s *Server) Fail(f Fault) error {
	if f.RetryAfter > 0 && f.Status == 0 {
		f.Status = http.StatusTooManyRequests
	}
	if f.Times == 0 {
		f.Times = 1
	}
	switch {
	case f.Status != 0 && (f.Status < 400 || f.Status > 599):
		return refuse("A fault has a status from 400 to 599.")
	case f.RetryAfter < 0:
		return refuse("retry_after is a number of seconds.")
	case f.Delay < 0 || f.Delay > longestDelay:
		return refuse("A delay is at most a minute.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) >= faultsLimit {
		return refuse("There are too many faults already.")
	}
	s.faults = append(s.faults, &f)
	s.events.publish(event{Kind: "faults"})
	s.journal.add(entry{act: s.faultAct(f)})
	return nil
}

// Faults are those that are not used up, with the calls that they have left.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Fault, 0, len(s.faults))
	for _, f := range s.faults {
		all = append(all, *f)
	}
	return all
}

// ClearFaults makes every call work again.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	s.events.publish(event{Kind: "faults"})
}

// takeFault uses up one call of the first fault that fits.
func (s *Server) takeFault(c *call) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !f.fits(c.method, s.about(c)) {
			continue
		}
		f.Times--
		taken := *f
		if f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		s.events.publish(event{Kind: "faults"})
		return &taken
	}
	return nil
}

func (f *Fault) fits(method string, chat int64) bool {
	return (f.Method == "" || f.Method == "*" || strings.EqualFold(f.Method, method)) && (f.ChatID == 0 || f.ChatID == chat)
}

// about is the chat that a call concerns, zero for none. s.mu is held.
func (s *Server) about(c *call) int64 {
	if cb := s.callbacks[c.text("callback_query_id")]; cb != nil {
		return cb.chat
	}
	return c.number("chat_id", 0)
}

// failCall answers a call as the fault says.
func (s *Server) failCall(w http.ResponseWriter, c *call, f *Fault) {
	if f.AfterAccept {
		_, _ = s.do(c) // the bot never learns how it went
	}
	if !s.hold(c, f.Delay) {
		panic(http.ErrAbortHandler)
	}
	switch {
	case f.Body != "":
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(max(f.Status, http.StatusOK))
		_, _ = w.Write([]byte(f.Body)) // the reader may have gone
	case f.Status != 0:
		answerError(w, f.reason())
	case f.Delay > 0 && !f.AfterAccept: // slow, and then well
		s.answerCall(w, c)
	default:
		panic(http.ErrAbortHandler)
	}
}

func (f *Fault) reason() *apiError {
	e := &apiError{Code: f.Status, Description: f.Description, RetryAfter: f.RetryAfter}
	switch {
	case e.Description != "":
	case f.Status == http.StatusTooManyRequests:
		e.Description = fmt.Sprintf("Too Many Requests: retry after %d", f.RetryAfter)
	case usualReasons[f.Status] != "":
		e.Description = usualReasons[f.Status]
	default:
		e.Description = http.StatusText(f.Status)
	}
	return e
}

// hold waits in real time; false when the caller or the sandbox has gone.
func (s *Server) hold(c *call, d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.ctx.Done():
	case <-s.ctx.Done():
	}
	return false
}
