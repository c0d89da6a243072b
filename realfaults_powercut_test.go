package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// powerCut kills the server and takes from its append-only file what was written
// in the last second, which `everysec` leaves to the system.
func powerCut(r *faultRig) {
	r.appendfsync("everysec")
	r.serve("one")
	sizes := r.watchFile()
	r.write(answerPatience)
	pause(time.Second)
	r.redis.kill9()
	cut := time.Now()
	file, kept, all := sizes(cut.Add(-time.Second))
	if err := os.Truncate(file, kept); err != nil {
		r.Fatal(err)
	}
	r.cuts = append(r.cuts, cut)
	r.redis.start(r)
	pause(time.Second)
	r.ended()
	r.notes = fmt.Sprintf("%d of %d bytes were taken from the file", all-kept, all)
}

// watchFile notes how the server's append-only file grows, and says how large it
// was at an instant and is in the end.
func (r *faultRig) watchFile() (at func(time.Time) (file string, then, last int64)) {
	files, err := filepath.Glob(filepath.Join(r.redis.dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) != 1 {
		r.Fatalf("append-only files: %v %v", files, err)
	}
	type size struct {
		at time.Time
		n  int64
	}
	var mu sync.Mutex
	var sizes []size
	stop := make(chan struct{})
	r.Cleanup(func() { close(stop) })
	look := func() {
		if info, err := os.Stat(files[0]); err == nil {
			mu.Lock()
			sizes = append(sizes, size{time.Now(), info.Size()})
			mu.Unlock()
		}
	}
	go func() {
		for {
			look()
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func(when time.Time) (string, int64, int64) {
		look()
		mu.Lock()
		defer mu.Unlock()
		then := int64(0)
		for _, s := range sizes {
			if !s.at.After(when) {
				then = s.n
			}
		}
		return files[0], then, sizes[len(sizes)-1].n
	}
}
