package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// handlerTransport reaches an http.Handler inside the process, without a
// socket, so that it also works where time is not real.
type handlerTransport struct{ handler http.Handler }

func (t handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &heldResponse{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(w, in)
	return &http.Response{
		StatusCode: w.status, Status: http.StatusText(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

type heldResponse struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *heldResponse) Header() http.Header         { return w.header }
func (w *heldResponse) WriteHeader(status int)      { w.status = status }
func (w *heldResponse) Write(b []byte) (int, error) { return w.body.Write(b) }

// memoryRedis is a Redis inside the process; nothing in it is kept.
func memoryRedis() (redis.UniversalClient, func()) {
	m := miniredis.NewMiniRedis()
	m.ClockTTL(true)
	db := redis.NewClient(&redis.Options{
		Addr: "127.0.0.1:0", MaxRetries: -1, Protocol: 2, DisableIdentity: true, PoolSize: 64,
		Dialer:       func(context.Context, string, string) (net.Conn, error) { return m.Dial() },
		ReadTimeout:  30 * time.Second,
		WriteTimeout: 30 * time.Second,
	})
	return db, func() {
		_ = db.Close()
		m.Close()
	}
}
