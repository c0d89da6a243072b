package flows

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

var (
	rolesRewrite = flag.Bool("rewrite", false, "write the table of roles as it is now: go test ./flows -run TestRolesAndActions -rewrite, then read what changed")
	rolesWhy     = flag.String("why", "", "say why the cells of a row are as they are: go test ./flows -run TestRolesAndActions -why 'alert take'")
)

const (
	rolesGolden = "testdata/roles.golden"
	rolesPage   = "../docs/roles.md"
)

// TestRolesAndActions protects I7, and I2, I8 and I11 against what is forged:
// everybody tries every command, button, draft, event and link against the
// records of a circle, as often as there are acts, things and values. Each cell
// of the table is what came of it, and the table as it was read and agreed is
// testdata/roles.golden.
func TestRolesAndActions(t *testing.T) {
	w := newRoleWorld(t)
	acts := w.roleActs()
	if *rolesWhy != "" {
		w.explain(acts)
		return
	}
	rows := make([]roleLine, len(acts))
	var all sync.WaitGroup
	next := make(chan int)
	for range 2 {
		all.Go(func() {
			for i := range next {
				rows[i] = w.line(acts[i])
			}
		})
	}
	for i := range acts {
		next <- i
	}
	close(next)
	all.Wait()
	tries := 0
	for i, r := range rows {
		tries += len(acts[i].tries) * len(roleColumns)
		for _, fault := range r.faults {
			t.Errorf("an error instead of an answer: %s", fault)
		}
	}
	golden(t, rolesGolden, goldenOf(rows))
	golden(t, rolesPage, pageOf(rows))
	allowed, refused := counted(rows)
	t.Logf("%d actions, %d roles, %d tries: %d cells in which something happens to the circle, %d in which nothing does", len(rows), len(roleColumns), tries, allowed, refused)
}

// roleLine is a row with its cells.
type roleLine struct {
	roleAct
	cells  []string
	why    map[string][]string
	faults []string
}

func (w *roleWorld) line(a roleAct) roleLine {
	r := roleLine{roleAct: a}
	r.cells, r.why, r.faults = w.row(a)
	return r
}

// explain says why the cells of the rows that were asked about are as they are.
func (w *roleWorld) explain(acts []roleAct) {
	for _, a := range acts {
		if !slices.Contains(strings.Split(*rolesWhy, ","), a.name) {
			continue
		}
		r := w.line(a)
		for i, p := range roleColumns {
			if len(r.why[p.id]) > 0 {
				w.Logf("%s, %s: %s %v", a.name, p.id, r.cells[i], r.why[p.id])
			}
		}
	}
}

func counted(rows []roleLine) (allowed, refused int) {
	for _, r := range rows {
		for _, c := range r.cells {
			if c == "-" || c == "o" {
				refused++
			} else {
				allowed++
			}
		}
	}
	return allowed, refused
}

func golden(t *testing.T, path, now string) {
	t.Helper()
	if *rolesRewrite {
		if err := os.WriteFile(path, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(before), "\n"), strings.Split(now, "\n")
	for i := range max(len(was), len(is)) {
		var a, b string
		if i < len(was) {
			a = was[i]
		}
		if i < len(is) {
			b = is[i]
		}
		if a != b {
			t.Fatalf("%s, line %d: agreed was\n%s\nand it is\n%s\nRun with -rewrite and read every change", path, i+1, a, b)
		}
	}
}

// goldenOf is one line a row: its cells in the order of the columns, then its name.
func goldenOf(rows []roleLine) string {
	var b strings.Builder
	b.WriteString("# Who can do what to a circle: s sees, c changes, t somebody else is told, o only their own, - nothing.\n#")
	for _, p := range roleColumns {
		fmt.Fprintf(&b, " %-4s", p.id)
	}
	b.WriteString("\n")
	part := ""
	for _, r := range rows {
		if r.part != part {
			part = r.part
			fmt.Fprintf(&b, "\n## %s\n", part)
		}
		b.WriteString(" ")
		for _, c := range r.cells {
			fmt.Fprintf(&b, " %-4s", c)
		}
		fmt.Fprintf(&b, " %s\n", r.name)
	}
	return b.String()
}

// outsiders have to do with the circle in no way that counts.
var outsiders = []string{"voth", "vout", "nora", "lee", "remy", "dan", "fay", "ask", "zed"}

// ofTheTeam have no place in the circle; what is the team's is theirs too.
var ofTheTeam = []string{"otto", "cora"}

// teamActs are what staff of the team may do without a place in the circle: the
// list of calls for help and their cards, the rota, volunteers; and whoever types writes to the team.
var teamActs = []string{"/handover", "/volunteers", "/help_now", "handover card", "story", "swap off", "peer yes", "topic send"}

// TestOutsidersReachNothing says in one sentence what the table must never say,
// however it is written anew: whoever has to do with the circle in no way that
// counts gets nothing from any button or command, but can always ask for help.
func TestOutsidersReachNothing(t *testing.T) {
	agreed, err := os.ReadFile(rolesGolden)
	if err != nil {
		t.Fatal(err)
	}
	part, looked := "", 0
	for line := range strings.Lines(string(agreed)) {
		cells := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(cells) == 0 {
			part = strings.TrimSpace(strings.TrimLeft(line, "# "))
			continue
		}
		name := strings.Join(cells[len(roleColumns):], " ")
		buttons, commands := strings.HasPrefix(part, "Buttons"), part == "Commands"
		for i, p := range roleColumns {
			cell := cells[i]
			none := cell == "-" || cell == "o"
			looked++
			switch {
			case (buttons || commands) && slices.Contains(outsiders, p.id) && !none && !outsiderMay(p.id, name):
				t.Errorf("%s, %s: %s", p.id, name, cell)
			case (buttons || commands) && slices.Contains(ofTheTeam, p.id) && !none && !slices.Contains(teamActs, name) && !strings.HasPrefix(name, "duty ") && !strings.HasPrefix(name, "peers"):
				t.Errorf("%s, who has no place in the circle, %s: %s", p.id, name, cell)
			case name == "/help_now" && !strings.Contains(cell, "t"):
				t.Errorf("%s asks for help and nobody is told: %s", p.id, cell)
			case part == "Typed after something was begun" && strings.Contains(cell, "s") && slices.Contains(append(outsiders, ofTheTeam...), p.id):
				t.Errorf("%s types on and sees something of the circle: %s: %s", p.id, name, cell)
			}
		}
	}
	if looked < 10_000 {
		t.Errorf("only %d cells were looked at", looked)
	}
}

// outsiderMay is what outsiders may do to others: ask for help and say of their
// own call for help that they are safe, say words that are for the team, and
// stop volunteering.
func outsiderMay(who, name string) bool {
	return name == "/help_now" || who == "ask" && name == "safe" || name == "topic send" || who == "voth" && name == "peer leave_yes"
}

// nothingThere are rows in which nobody gets anywhere, each with the reason; in
// every other row somebody must, or it is not known that it was tried at all.
var nothingThere = map[string]string{
	"/counts": "figures of the team name nobody", "/drill": "somebody really asks for help", "drill begin": "somebody really asks for help", "/help": "the same for everybody",
	"/start, link: by.former": "worth nothing", "/start, link: by.gone": "worth nothing", "/start, link: by.member": "worth nothing", "/start, link: expired": "worth nothing", "/start, link: return.by": "worth nothing",
	"/start, link: used": "worth nothing", "/start, link: vol.by.jo": "worth nothing", "/start, link: withdrawn": "worth nothing", "/start, link: guessed": "worth nothing", "/start, link: no.staff": "worth nothing",
	"lets it in again": "nothing follows", "a button that nobody made": "no such button", "an update of no kind": "ignored", "words to each other": "not read", "a button": "none in a group",
	"puts us in": "it is tied already", "lang": "a menu", "remind": "a menu", "remind back": "a menu", "set": "a menu", "set all": "a menu", "set history": "a menu", "zone keep": "a menu",
	"mine play": "their own voice, back to them", "note B": "nobody is in both circles", "request join": "the circle has staff",
	"peer guide": "their own pages", "peer no": "their own pages", "peer set": "their own pages", "peer time": "their own pages", "peer times": "their own pages", "peer usual": "their own pages",
}

// TestEveryRowSaysSomething protects the table from being empty: a row in which
// nobody is let through may be one whose act was never reached.
func TestEveryRowSaysSomething(t *testing.T) {
	agreed, err := os.ReadFile(rolesGolden)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(agreed)) {
		cells := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(cells) == 0 {
			continue
		}
		name := strings.Join(cells[len(roleColumns):], " ")
		something := slices.ContainsFunc(cells[:len(roleColumns)], func(c string) bool { return c != "-" })
		if !something && nothingThere[name] == "" {
			t.Errorf("%s: nobody gets anywhere, and no reason is given (nothingThere)", name)
		}
	}
}
