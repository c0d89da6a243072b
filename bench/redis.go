package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// server is a redis-server of one measurement alone, on a socket.
type server struct {
	dir, socket string
	cmd         *exec.Cmd
	db          *redis.Client
}

// startRedis starts one that writes its file as fsync says: "always", as we
// ship, or "everysec", as everybody else runs theirs.
func startRedis(fsync string) (*server, error) {
	dir, err := os.MkdirTemp("", "polyphony-bench")
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir, socket: filepath.Join(dir, "r.sock")}
	s.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", s.socket, "--dir", dir, "--appendonly", "yes",
		"--appendfsync", fsync, "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning")
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("redis-server does not start: %w", err)
	}
	s.db = redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket})
	for range 500 {
		if s.db.Ping(context.Background()).Err() == nil {
			return s, nil
		}
		<-time.After(10 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("redis-server does not answer")
}

func (s *server) stop() {
	_ = s.db.Close()
	_ = s.cmd.Process.Signal(syscall.SIGKILL) // nothing of it is wanted any more
	_ = s.cmd.Wait()
	_ = os.RemoveAll(s.dir)
}

func (s *server) url() string { return "unix://" + s.socket }

// info is one number of INFO.
func (s *server) info(section, name string) float64 {
	text, _ := s.db.Info(context.Background(), section).Result()
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			n, _ := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return n
		}
	}
	return 0
}

func (s *server) memory() float64 { return s.info("memory", "used_memory") }

// byKind is what Redis keeps for each kind of key, the keys themselves included.
func (s *server) byKind() (map[string]float64, error) {
	ctx, sums := context.Background(), map[string]float64{}
	var keys []string
	flush := func() error {
		sizes := make([]*redis.IntCmd, len(keys))
		_, err := s.db.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, key := range keys {
				sizes[i] = p.MemoryUsage(ctx, key, 0)
			}
			return nil
		})
		for i, key := range keys {
			_, name, _ := strings.Cut(key, "}:")
			kind, rest, _ := strings.Cut(name, ":")
			if kind == "rec" || kind == "audit" {
				of, _, _ := strings.Cut(rest, ":")
				kind += ":" + of
			}
			sums[kind] += float64(sizes[i].Val())
		}
		keys = keys[:0]
		return err
	}
	all := s.db.Scan(ctx, 0, "*", 1000).Iterator()
	for all.Next(ctx) {
		if keys = append(keys, all.Val()); len(keys) == 1000 {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := all.Err(); err != nil {
		return nil, err
	}
	return sums, flush()
}

// rewritten waits until the server has rewritten its file, which filling it sets
// off: the copy takes a core, and every page that is written meanwhile is copied.
func (s *server) rewritten() error {
	var since time.Time // it decides to do so ten times a second
	return within(10*time.Minute, "the file is rewritten", func() bool {
		if s.info("persistence", "aof_enabled") != 1 || s.info("persistence", "aof_rewrite_in_progress")+s.info("persistence", "aof_rewrite_scheduled") > 0 {
			since = time.Time{}
		} else if since.IsZero() {
			since = time.Now()
		}
		return !since.IsZero() && time.Since(since) > 2*time.Second
	})
}
