package store

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

func TestARedisThatCouldForgetIsRefusedWithWhatToDo(t *testing.T) {
	l := startLocal(t, localDir(t))
	defer closeLocal(t, l)
	for _, c := range []struct {
		name, value string // a setting that differs from ours
		accept      string
		want        string // part of the refusal; empty: taken
		accepted    bool
	}{
		{"appendfsync", "always", "", "", false},
		{"appendfsync", "always", AcceptEverysec, "", false},
		{"appendfsync", "everysec", "", "ACCEPT_DURABILITY=everysec", false},
		{"appendfsync", "everysec", "always", "ACCEPT_DURABILITY=everysec", false},
		{"appendfsync", "everysec", AcceptEverysec, "", true},
		{"appendfsync", "no", AcceptEverysec, "set appendfsync always", false},
		{"appendonly", "no", AcceptEverysec, "set appendonly yes", false},
		{"maxmemory-policy", "allkeys-lru", AcceptEverysec, "set maxmemory-policy noeviction", false},
		{"maxmemory-policy", "volatile-ttl", "", "set maxmemory-policy noeviction", false},
	} {
		with(t, l, c.name, c.value)
		d, err := CheckDurability(patience(t), client(t, l), c.accept)
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s %s, accept %q: %v", c.name, c.value, c.accept, err)
		case d.Accepted != c.accepted:
			t.Errorf("%s %s, accept %q: %s", c.name, c.value, c.accept, d)
		}
	}
}

// with sets what the server promises to ours, except for one setting.
func with(t *testing.T, l *Local, name, value string) {
	t.Helper()
	for _, setting := range [][2]string{{"appendonly", "yes"}, {"appendfsync", "always"}, {"maxmemory-policy", "noeviction"}, {name, value}} {
		if err := client(t, l).ConfigSet(patience(t), setting[0], setting[1]).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// as connects as a user who may do everything but some commands, as a managed
// Redis lets nobody do everything.
func as(t *testing.T, l *Local, forbidden ...string) *redis.Client {
	t.Helper()
	rules := []any{"ACL", "SETUSER", "tenant", "reset", "on", ">pw", "~*", "+@all"}
	for _, f := range forbidden {
		rules = append(rules, "-"+f)
	}
	if err := client(t, l).Do(patience(t), rules...).Err(); err != nil {
		t.Fatal(err)
	}
	db := redis.NewClient(&redis.Options{Network: "unix", Addr: l.socket, Username: "tenant", Password: "pw", MaxRetries: -1})
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestAManagedRedisThatHidesItsSettingsIsTakenOnlyWhenAccepted(t *testing.T) {
	l := startLocal(t, localDir(t))
	defer closeLocal(t, l)
	for _, forbidden := range [][]string{{"config"}, {"config", "info"}} {
		if _, err := CheckDurability(patience(t), as(t, l, forbidden...), ""); err == nil || !strings.Contains(err.Error(), "does not say") {
			t.Errorf("%v hidden: %v", forbidden, err)
		}
		d, err := CheckDurability(patience(t), as(t, l, forbidden...), AcceptEverysec)
		if err != nil || !d.Accepted || d.Fsync != unsaid {
			t.Errorf("%v hidden, accepted: %s, %v", forbidden, d, err)
		}
	}
}

func TestWhatAManagedRedisSaysElsewhereIsStillHeldAgainstIt(t *testing.T) {
	l := startLocal(t, localDir(t))
	defer closeLocal(t, l)
	for name, value := range map[string]string{"maxmemory-policy": "allkeys-lfu", "appendonly": "no"} {
		with(t, l, name, value)
		if d, err := CheckDurability(patience(t), as(t, l, "config"), AcceptEverysec); err == nil {
			t.Errorf("%s %s was taken: %s", name, value, d)
		}
	}
}

func TestARedisThatCannotBeAskedIsNoVerdictOnIt(t *testing.T) {
	l := startLocal(t, localDir(t))
	closeLocal(t, l)
	db := redis.NewClient(&redis.Options{Network: "unix", Addr: l.socket, MaxRetries: -1})
	defer db.Close()
	if _, err := CheckDurability(patience(t), db, AcceptEverysec); err == nil || !strings.Contains(err.Error(), "asking Redis") {
		t.Errorf("%v", err)
	}
}
