package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
)

// errCut is what a caller sees when the sandbox drops a connection without an answer.
var errCut = errors.New("connection cut")

// Transport reaches this server inside the process, without a socket, so it also works where time is not real.
// Answers arrive whole; the event stream cannot be read through it. It honours the request's context.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		closeBody(r)
		return nil, err
	}
	if t.server.ctx.Err() != nil {
		closeBody(r)
		return nil, ErrClosed
	}
	a := &answer{header: http.Header{}, done: make(chan struct{})}
	go a.ask(t.server, incoming(r))
	select {
	case <-a.done:
		closeBody(r)
		return a.response(r)
	case <-ctx.Done():
		closeBody(r)
		return nil, ctx.Err()
	}
}

// incoming turns a client's request into what a server would have read.
func incoming(r *http.Request) *http.Request {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:1"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	return in
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // the caller's own body: nothing can be done about a failing close
	}
}

// answer collects what the handler writes.
type answer struct {
	mu      sync.Mutex
	header  http.Header
	sent    http.Header // as it was at WriteHeader
	status  int
	body    bytes.Buffer
	dropped bool
	done    chan struct{}
}

func (a *answer) ask(h http.Handler, r *http.Request) {
	defer close(a.done)
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			panic(p)
		} else if p != nil {
			a.dropped = true
		}
	}()
	h.ServeHTTP(a, r)
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.status == 0 {
		a.status, a.sent = status, a.header.Clone()
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.body.Write(b)
}

func (a *answer) response(r *http.Request) (*http.Response, error) {
	if a.dropped {
		return nil, errCut
	}
	a.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.sent, Body: io.NopCloser(bytes.NewReader(a.body.Bytes())),
		ContentLength: int64(a.body.Len()), Request: r,
	}, nil
}
