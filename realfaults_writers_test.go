package main

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

// writers are people who write, one update after the other, until they are told
// to stop. Each update is offered until it was taken, as Telegram does it.
type writers struct {
	client  *http.Client
	address func() string
	gap     time.Duration

	stop chan struct{}
	all  sync.WaitGroup

	mu          sync.Mutex
	taken       []taken
	unavailable int // calls answered with 503
	waits       []wait
}

// taken is one update that was answered with 200.
type taken struct {
	chat int64
	n    int
	at   time.Time
}

// wait is how long it took until somebody's words were taken.
type wait struct {
	chat        int64
	from, till  time.Time
	unavailable int  // how often they were refused with 503
	unheard     bool // a call was not answered at all: nobody may have been there to send the crisis lines
}

const updatesOfAChat = 1_000_000

func newWriters(t testing.TB, people int, gap, patience time.Duration, address func() string) *writers {
	w := &writers{
		client:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: people}, Timeout: patience},
		address: address, gap: gap, stop: make(chan struct{}),
	}
	for p := range people {
		w.all.Go(func() {
			if err := w.write(int64(1 + p)); err != nil {
				t.Error(err)
			}
		})
	}
	return w
}

func (w *writers) write(chat int64) error {
	for n := 0; ; n++ {
		if !w.offer(chat, n) {
			return fmt.Errorf("chat %d: update %d was not taken in %v", chat, n, feedPatience)
		}
		select {
		case <-w.stop:
			return nil
		case <-time.After(w.gap):
		}
	}
}

func (w *writers) offer(chat int64, n int) bool {
	x := wait{chat: chat, from: time.Now()}
	for x.from.Add(feedPatience).After(time.Now()) {
		status := post(w.client, w.address(), int(chat)*updatesOfAChat+n, chat, fmt.Sprintf("m%d", n))
		if status == http.StatusOK {
			x.till = time.Now()
			w.note(n, x)
			return true
		}
		switch status {
		case http.StatusServiceUnavailable:
			x.unavailable++
		case 0:
			x.unheard = true
		}
		pause(20 * time.Millisecond)
	}
	return false
}

func (w *writers) note(n int, x wait) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taken = append(w.taken, taken{x.chat, n, x.till})
	w.unavailable += x.unavailable
	w.waits = append(w.waits, x)
}

// finish lets everybody bring to an end what they have begun.
func (w *writers) finish() {
	close(w.stop)
	w.all.Wait()
}
