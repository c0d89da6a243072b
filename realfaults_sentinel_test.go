package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// failover lets the machine of the primary vanish while its replicas are 300 ms
// behind. Before the application tells Telegram that an update has arrived, and
// before it says anything, so many replicas must have heard.
func failover(replicas, heard int) func(*faultRig) {
	return func(r *faultRig) {
		port := portOf(freeAddress(r))
		r.onRedis("--bind", "127.0.0.1", "--port", port, "--repl-diskless-sync-delay", "0")
		servers := map[string]*realRedis{port: r.redis}
		link := newMiddleman(r, "tcp", "127.0.0.1:"+port)
		for range replicas {
			own := portOf(freeAddress(r))
			servers[own] = newRealRedis(r, "--bind", "127.0.0.1", "--port", own, "--replicaof", "127.0.0.1 "+portOf(link.addr()))
		}
		waitForReplicas(r, r.redis, replicas)
		sentinel := newSentinel(r, port)
		r.env.Redis, r.env.Heard = "redis://"+sentinel.addr+"/0?master_name=polyphony", heard
		sentinel.knows(r, replicas)
		r.serve("one")
		r.write(answerPatience)
		link.delay(300 * time.Millisecond)
		pause(time.Second)
		r.again = 1
		if heard == 0 {
			r.cuts = append(r.cuts, time.Now())
		}
		link.drop()
		old := r.redis
		old.kill9()
		killed := time.Now()
		eventually(r, 20*time.Second, "Sentinel names another primary", func() bool { return sentinel.primary(r) != port })
		r.redis = servers[sentinel.primary(r)]
		r.notes = fmt.Sprintf("another primary was named after %v", time.Since(killed).Round(100*time.Millisecond))
		old.start(r) // it comes back, with what nobody else has heard
		pause(1500 * time.Millisecond)
		r.ended()
	}
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// waitForReplicas waits until so many follow the primary.
func waitForReplicas(t testing.TB, primary *realRedis, replicas int) {
	t.Helper()
	db := primary.client()
	defer db.Close()
	eventually(t, 20*time.Second, "the replicas follow", func() bool {
		n, err := db.Do(context.Background(), "WAIT", replicas, 100).Int()
		return err == nil && n >= replicas
	})
}

// sentinel is one Sentinel, whose word alone counts.
type sentinel struct{ addr string }

func newSentinel(t testing.TB, primary string) *sentinel {
	t.Helper()
	dir := t.TempDir()
	s := &sentinel{addr: freeAddress(t)}
	conf := filepath.Join(dir, "sentinel.conf")
	lines := fmt.Sprintf(`bind 127.0.0.1
port %s
dir %s
sentinel monitor polyphony 127.0.0.1 %s 1
sentinel down-after-milliseconds polyphony 500
sentinel failover-timeout polyphony 3000
`, portOf(s.addr), dir, primary)
	if err := os.WriteFile(conf, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("redis-server", conf, "--sentinel")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
	})
	return s
}

func (s *sentinel) client() *redis.SentinelClient {
	return redis.NewSentinelClient(&redis.Options{Addr: s.addr, MaxRetries: -1})
}

// knows waits until it knows of so many replicas.
func (s *sentinel) knows(t testing.TB, replicas int) {
	t.Helper()
	db := s.client()
	defer db.Close()
	eventually(t, 20*time.Second, "Sentinel knows the replicas", func() bool {
		got, err := db.Replicas(context.Background(), "polyphony").Result()
		return err == nil && len(got) == replicas
	})
}

// primary is the port of the server that is the primary now.
func (s *sentinel) primary(t testing.TB) string {
	t.Helper()
	db := s.client()
	defer db.Close()
	at, err := db.GetMasterAddrByName(context.Background(), "polyphony").Result()
	if err != nil || len(at) != 2 {
		t.Fatalf("sentinel: %v %v", at, err)
	}
	return at[1]
}
