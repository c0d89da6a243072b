package sandbox

import (
	"net/url"
	"regexp"
	"time"
)

const (
	defaultConnections = 40
	mostConnections    = 100
)

var secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

func (s *Server) setWebhook(c *call) (any, error) {
	address, secret := c.text("url"), c.text("secret_token")
	if address == "" {
		return s.deleteWebhook(c)
	}
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return nil, badRequest("invalid webhook URL specified")
	case len(secret) > 256:
		return nil, badRequest("secret token is too long")
	case !secretShape.MatchString(secret):
		return nil, badRequest("secret token contains unallowed characters")
	}
	n := int(c.number("max_connections", defaultConnections))
	if n < 1 || n > mostConnections {
		n = defaultConnections
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setAllowed(c)
	if c.yes("drop_pending_updates") {
		s.queue.clear()
	} else if s.hook != nil && s.hook.same(address, secret, n) {
		return described{true, "Webhook is already set"}, nil
	}
	s.endPoll(hookTookOver)
	s.unhook()
	s.hook = newHook(s.ctx, address, secret, n)
	for chat := range s.queue.byChat {
		s.hook.start(s, chat)
	}
	return described{true, "Webhook was set"}, nil
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.yes("drop_pending_updates") {
		s.queue.clear()
	}
	if !s.unhook() {
		return described{true, "Webhook is already deleted"}, nil
	}
	return described{true, "Webhook was deleted"}, nil
}

// unhook stops delivering; what was not accepted stays. s.mu is held.
func (s *Server) unhook() bool {
	if s.hook == nil {
		return false
	}
	s.hook.stop()
	s.hook = nil
	return true
}

type webhookInfo struct {
	URL                  string   `json:"url"`
	HasCustomCertificate bool     `json:"has_custom_certificate"`
	PendingUpdateCount   int      `json:"pending_update_count"`
	LastErrorDate        int64    `json:"last_error_date,omitempty"`
	LastErrorMessage     string   `json:"last_error_message,omitempty"`
	MaxConnections       int      `json:"max_connections,omitempty"`
	AllowedUpdates       []string `json:"allowed_updates,omitempty"`
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := webhookInfo{PendingUpdateCount: s.queue.waiting, AllowedUpdates: s.queue.allowed}
	if h := s.hook; h != nil {
		info.URL, info.MaxConnections = h.url, h.connections
		if h.lastError != "" {
			info.LastErrorDate, info.LastErrorMessage = h.errorAt.Unix(), h.lastError
		}
	}
	return info, nil
}

// failed keeps the latest failure for getWebhookInfo. s.mu is held.
func (h *hook) failed(why string, at time.Time) { h.lastError, h.errorAt = why, at }
