package main

import (
	"context"
	"io"
	"net/http"
	"time"
)

// heartbeatEvery is how often a healthy companion says so. A monitor that is
// set to ring somebody after three minutes without a beat forgives one lost call.
const heartbeatEvery = time.Minute

// heartbeatTimeout is how long one call to the monitor may take.
const heartbeatTimeout = 10 * time.Second

// heartbeat tells a monitor outside that the whole chain is well: Redis and the
// team file, the inbox, the timers, the sender, Telegram. While anything of it is
// not it says nothing, so that silence is the alarm, also when the machine is
// gone and nobody is left to raise one.
type heartbeat struct {
	url   string // a secret: whoever knows it can feign health
	call  *http.Client
	ready func(context.Context) report
	last  time.Time
	tell  func(reason string)
}

func newHeartbeat(url string, ready func(context.Context) report, tell func(string)) *heartbeat {
	return &heartbeat{url: url, ready: ready, tell: tell, call: &http.Client{
		Timeout:       heartbeatTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// beat sends one beat when it is time and all is well.
func (h *heartbeat) beat(ctx context.Context, now time.Time) {
	if h.url == "" || now.Sub(h.last) < heartbeatEvery || !h.ready(ctx).Ready {
		return
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url, nil)
	if err != nil {
		h.tell("misset")
		return
	}
	resp, err := h.call.Do(req)
	if err != nil { // its text holds the address
		h.tell("unreachable")
		return
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<12)) // so that the connection can be used again
	if resp.StatusCode >= http.StatusBadRequest {
		h.tell("refused")
		return
	}
	h.last = now
	h.tell("sent")
}
