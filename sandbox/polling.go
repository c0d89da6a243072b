package sandbox

import (
	"time"
)

const (
	longestPoll   = 50 * time.Second
	conflictPause = 3 * time.Second // between two 409s, so that two pollers do not spin
	webhookActive = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	otherPoller   = "terminated by other getUpdates request; make sure that only one bot instance is running"
	hookTookOver  = "terminated by setWebhook request"
)

// poll is one getUpdates call that waits.
type poll struct {
	news  chan struct{} // room for one
	ended chan string   // why it was ended; room for one
}

func (p *poll) wake() {
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// endPoll sends a waiting poller away with a 409. s.mu is held.
func (s *Server) endPoll(why string) {
	if s.poll == nil {
		return
	}
	s.poll.ended <- why
	s.poll = nil
}

func (s *Server) getUpdates(c *call) (any, error) {
	limit := int(c.number("limit", 100))
	if limit < 1 || limit > 100 {
		limit = 100
	}
	timeout := min(time.Duration(max(c.number("timeout", 0), 0))*time.Second, longestPoll)
	got, waiting, err := s.startPoll(c, limit, timeout)
	if err != nil {
		return nil, s.pauseConflict(c, err)
	}
	if waiting == nil {
		return got, nil
	}
	return s.waitPoll(c, waiting, limit, timeout)
}

// startPoll confirms what the offset says and answers at once, or leaves a poll waiting.
func (s *Server) startPoll(c *call, limit int, timeout time.Duration) (any, *poll, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != nil {
		return nil, nil, conflict(webhookActive)
	}
	s.setAllowed(c)
	s.queue.expire(s.clock.Now())
	s.queue.confirm(c.number("offset", 0))
	if s.queue.waiting > 0 || timeout == 0 {
		return s.queue.batch(limit), nil, nil
	}
	s.endPoll(otherPoller)
	s.poll = &poll{news: make(chan struct{}, 1), ended: make(chan string, 1)}
	return nil, s.poll, nil
}

func (s *Server) waitPoll(c *call, p *poll, limit int, timeout time.Duration) (any, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case why := <-p.ended:
		return nil, s.pauseConflict(c, conflict(why))
	case <-p.news:
	case <-timer.C:
	case <-c.ctx.Done():
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.poll != p { // ended in the same moment
		return nil, conflict(<-p.ended)
	}
	s.poll = nil
	if c.ctx.Err() != nil || s.ctx.Err() != nil {
		return nil, ErrClosed // nobody reads it any more
	}
	return s.queue.batch(limit), nil
}

// pauseConflict holds back a 409 that follows another one too soon.
func (s *Server) pauseConflict(c *call, err error) error {
	s.mu.Lock()
	now := time.Now()
	soon := now.Sub(s.conflict) < conflictPause
	if !soon {
		s.conflict = now
	}
	s.mu.Unlock()
	if !soon {
		return err
	}
	timer := time.NewTimer(conflictPause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.ctx.Done():
	case <-s.ctx.Done():
	}
	return err
}
