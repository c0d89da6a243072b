package store

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

func zAt(member string) redis.Z { return redis.Z{Score: float64(t0.UnixMilli()), Member: member} }

// family is a line of the table in keys.go.
type family struct {
	pattern *regexp.Regexp
	kind    string
}

var tableLine = regexp.MustCompile(`(?m)^//\t(\S+) +(hash|zset|list|string) +(\S+) +(\S.*?)  +(\S.*)$`)

// families reads the table.
func families(t *testing.T) map[string]family {
	t.Helper()
	source, err := os.ReadFile("keys.go")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]family{}
	for _, m := range tableLine.FindAllStringSubmatch(string(source), -1) {
		pattern := regexp.QuoteMeta(m[1])
		pattern = strings.NewReplacer("<lane>", "[0-2]", "<chat>", "(-?[0-9]+|@[a-z-]+)").Replace(pattern)
		pattern = regexp.MustCompile(`<[a-z]+>`).ReplaceAllString(pattern, `.+`)
		all[m[1]] = family{regexp.MustCompile(`^\{test\}:` + pattern + `$`), m[2]}
	}
	if len(all) < 20 {
		t.Fatalf("the table has %d lines: has its form changed?", len(all))
	}
	return all
}

// The table in keys.go names every key that there is, with its Redis type, and
// none that there is not.
func TestTheTableOfKeysIsTrue(t *testing.T) {
	table := families(t)
	onBoth(t, func(g *ground) {
		g.scene()
		used := map[string]bool{}
		for key, kind := range g.keys() {
			name := ""
			for n, f := range table {
				if f.pattern.MatchString(key) {
					name = n
				}
			}
			used[name] = true
			switch {
			case name == "":
				g.Errorf("%s is in no line of the table", key)
			case table[name].kind != kind:
				g.Errorf("%s is a %s, and the table says %s", key, kind, table[name].kind)
			}
		}
		for name := range table {
			if !used[name] {
				g.Errorf("the table names %s, and there is none", name)
			}
		}
	})
}

// All keys of a deployment carry its hash tag, so that they live on one slot
// and deployments never meet.
func TestDeploymentsNeverMeet(t *testing.T) {
	onBoth(t, func(g *ground) {
		g.scene()
		s, err := Open(g.db, Options{Deployment: "other", Replica: "a", MasterKey: testKey()})
		if err != nil {
			g.Fatal(err)
		}
		o := &desk{Store: s, g: g, ctx: g.Context()}
		if _, err := o.Enter(o.ctx, t0); err != nil {
			g.Fatal(err)
		}
		later := t0.Add(48 * time.Hour)
		o.fire(later)
		o.takeover(later)
		if d, err := o.Depths(o.ctx, later); err != nil || d != (Depths{}) {
			g.Errorf("the other deployment has %+v %v", d, err)
		}
		for key := range g.keys() {
			if !strings.HasPrefix(key, "{test}:") && key != "{other}:replicas" && key != "{other}:keys" {
				g.Errorf("%s belongs to neither", key)
			}
		}
	})
}

var luaLanes = regexp.MustCompile(`(?m)^local lanes = \{ (.*) \}$`)

// free.lua puts a queue back into its lane and cannot ask flows which it is.
func TestTheLanesOfTheScriptAreThoseOfTheConversations(t *testing.T) {
	source, err := os.ReadFile("lua/free.lua")
	if err != nil {
		t.Fatal(err)
	}
	m := luaLanes.FindStringSubmatch(string(source))
	if m == nil {
		t.Fatal("free.lua has no table of lanes")
	}
	lua := map[string]flows.InboxLane{}
	for entry := range strings.SplitSeq(m[1], ", ") {
		subject, lane, _ := strings.Cut(entry, " = ")
		n, err := strconv.Atoi(lane)
		if err != nil {
			t.Fatal(err)
		}
		lua[subject] = flows.InboxLane(n)
	}
	code, err := os.ReadFile("../flows/timer.go")
	if err != nil {
		t.Fatal(err)
	}
	_, lanes, _ := strings.Cut(string(code), "func QueueLane(")
	subjects := regexp.MustCompile(`"([a-z]+)"`).FindAllStringSubmatch(lanes, -1)
	for _, s := range append(subjects, [][]string{{"", "meeting"}, {"", "plan"}, {"", "contact"}, {"", "anything"}}...) {
		lane, listed := lua[s[1]]
		if !listed {
			lane = flows.Clockwork
		}
		if want := flows.QueueLane(s[1] + ":id"); lane != want {
			t.Errorf("%s: free.lua says lane %d, flows says %d", s[1], lane, want)
		}
		delete(lua, s[1])
	}
	for subject := range lua {
		t.Errorf("free.lua knows %s, flows.QueueLane does not", subject)
	}
}

// And does so: what is taken over comes back in the order of the lanes.
func TestWhatIsTakenOverComesBackInItsLane(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for i, queue := range []string{"meeting:m", "operator:o", "chat:c", "plan:p", "alert:a", "visit:v"} {
			a.record(update(i, queue, ""))
		}
		a.claim(t0, 9)
		end := t0.Add(a.Lease())
		a.takeover(end)
		last := flows.Deadlines
		for range 6 {
			lane := flows.QueueLane(a.one(end).Item.Queue)
			if lane < last {
				g.Errorf("lane %d after lane %d", lane, last)
			}
			last = lane
		}
	})
}
