package main

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is what one package may import besides the standard library: packages
// of this module, and modules of others. Every package has its line here.
type room struct {
	may    string // of this module, separated by spaces
	others string // modules, separated by spaces
	why    string
}

const anything = "*"

var rooms = map[string]room{
	".":                  {anything, anything, "the front door wires all rooms, and is the only one that knows more than one edge"},
	"care":               {"", "", "records that need nothing else can be read by everybody, for as long as the words of the field mean what they mean"},
	"flows":              {"care scheduler/calendar urgency locales", "", "a decision that cannot reach a store, a network or a clock can be taken again at will"},
	"urgency":            {"", "golang.org/x/text", "reading for danger is arithmetic on words: it gets its phrases as an argument"},
	"urgency/corpus":     {"", "", "a text and its label need nothing but a file to stand in"},
	"urgency/train":      {"urgency urgency/corpus", "gonum.org/v1/gonum", "training happens at a desk: no program that serves people contains it"},
	"scheduler":          {"", "github.com/robfig/cron/v3", "the metronome beats and does not know what for"},
	"scheduler/calendar": {"care", "github.com/teambition/rrule-go", "when? is a question about records and zones, answered the same for ever"},
	"scheduler/spoken":   {"care scheduler/calendar", "golang.org/x/text", "a line is read by its words alone: they come as an argument, like now and the zone"},
	"locales":            {"", "github.com/BurntSushi/toml github.com/nicksnyder/go-i18n/v2 golang.org/x/text", "sentences know nothing of those who say them"},
	"mydata":             {"care flows locales scheduler/calendar", "", "what somebody takes away is put together from records and sentences alone, wherever they are kept"},
	"engine":             {"flows", "", "the step must be readable without knowing Redis or Telegram"},
	"store":              {"flows care", "github.com/redis/go-redis/v9 github.com/tink-crypto/tink-go/v2", "the only room that knows a key, and the only one that seals"},
	"bot":                {"flows locales care scheduler/calendar", "github.com/go-telegram/bot github.com/arran4/golang-ical github.com/boombuler/barcode gonum.org/v1/plot github.com/fyne-io/oksvg github.com/srwiley/rasterx codeberg.org/go-fonts/liberation golang.org/x/image golang.org/x/text", "the only room that speaks to Telegram; an event that it decodes holds care.Media, and a calendar file the instants that the calendar means"},
	"alarm":              {"", "github.com/nicholas-fedor/shoutrrr", "ways to reach staff must work when everything else is broken"},
	"sandbox":            {"", "", "a stand-in for Telegram that shared code with us would share our mistakes"},
}

// strangers never import one another, whatever their lines above say: each
// declares the few methods that it needs, and app.go hands them over.
var strangers = []string{"bot", "store", "engine", "alarm", "sandbox"}

// pure are the rooms whose answers depend on nothing but their arguments.
var pure = []string{"flows", "care", "urgency", "scheduler/calendar", "scheduler/spoken"}

// impure are the standard packages that bring in chance or the outside world.
// net/url reads addresses and reaches none.
var impure = regexp.MustCompile(`^(math/rand(/v2)?|crypto/rand|net(/.*)?|os(/.*)?|syscall|log(/.*)?|runtime|unsafe|context)$`)

// clockCalls are the functions of package time that look at the clock or wait.
var clockCalls = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// vague names are those of rooms in which anything ends up.
var vague = []string{"internal", "pkg", "utils", "util", "models", "common", "types", "helpers"}

// goFile is one file of the program, without tests and tools.
type goFile struct {
	pkg, name string
	tree      *ast.File
}

func programFiles(t *testing.T) (files []goFile) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch base := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules"):
			return filepath.SkipDir
		case d.IsDir() && name != "." && isModule(name):
			return filepath.SkipDir // bench/ is another program
		case d.IsDir() && slices.Contains(vague, base):
			t.Errorf("%s: a name for anything; say what the room is for", name)
		case !d.IsDir() && strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go"):
			tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			if !isTool(tree) {
				files = append(files, goFile{path.Dir(filepath.ToSlash(name)), name, tree})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// isModule tells a directory that is a module of its own.
func isModule(name string) bool {
	_, err := os.Stat(filepath.Join(name, "go.mod"))
	return err == nil
}

// isTool tells a file that is run by go generate and is part of no package.
func isTool(tree *ast.File) bool {
	for _, group := range tree.Comments {
		for _, c := range group.List {
			if expr, err := constraint.Parse(c.Text); err == nil && expr.String() == "ignore" {
				return true
			}
		}
	}
	return false
}

func (f goFile) imports() (paths []string) {
	for _, spec := range f.tree.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

func TestImportsPointOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range programFiles(t) {
		rule, known := rooms[f.pkg]
		if !known {
			t.Errorf("%s: package %s has no line in the table of rooms", f.name, f.pkg)
			continue
		}
		seen[f.pkg] = true
		for _, p := range f.imports() {
			if !rule.allows(p) {
				t.Errorf("%s imports %s, but %s", f.name, p, rule.why)
			}
			own, ours := strings.CutPrefix(p, "polyphony/")
			if ours && slices.Contains(strangers, own) && slices.Contains(strangers, f.pkg) {
				t.Errorf("%s imports %s: declare what you need of it, and app.go hands it over", f.name, p)
			}
		}
	}
	for pkg, rule := range rooms {
		if !seen[pkg] {
			t.Errorf("the table has a line for %s, which is not there", pkg)
		}
		if rule.why == "" {
			t.Errorf("the rule for %s has no reason", pkg)
		}
	}
}

func (r room) allows(p string) bool {
	if own, ours := strings.CutPrefix(p, "polyphony/"); ours {
		return r.may == anything || slices.Contains(strings.Fields(r.may), own)
	}
	if first, _, _ := strings.Cut(p, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return r.others == anything || slices.ContainsFunc(strings.Fields(r.others), func(m string) bool {
		return p == m || strings.HasPrefix(p, m+"/")
	})
}

// A decision must come out the same when it is taken again: no clock, no
// chance, nothing from outside.
func TestDecisionsSeeNoClockNoChanceAndNoWorld(t *testing.T) {
	for _, f := range programFiles(t) {
		if !slices.Contains(pure, f.pkg) {
			continue
		}
		for _, p := range f.imports() {
			if impure.MatchString(p) && p != "net/url" {
				t.Errorf("%s imports %s", f.name, p)
			}
		}
		for _, call := range selectors(f.tree, "time") {
			if slices.Contains(clockCalls, call) {
				t.Errorf("%s uses time.%s: take now as an argument", f.name, call)
			}
		}
	}
}

// Conversations name texts and never hold or render one, so that the reader's
// language is chosen when a row is sent.
func TestConversationsUseOnlyTheNamesOfTexts(t *testing.T) {
	keys, err := os.ReadFile("locales/keys.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range programFiles(t) {
		if f.pkg != "flows" {
			continue
		}
		for _, name := range selectors(f.tree, "locales") {
			if name != "Key" && !strings.Contains(string(keys), "\t"+name+" Key = ") {
				t.Errorf("%s uses locales.%s, which is no key", f.name, name)
			}
		}
	}
}

// selectors lists what a file uses of a package.
func selectors(tree *ast.File, pkg string) (names []string) {
	ast.Inspect(tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg {
				names = append(names, s.Sel.Name)
			}
		}
		return true
	})
	return names
}

// Redis has a clock of its own, on which no test can move and no replica
// agrees. Scripts get the time as an argument and expire nothing.
var luaForbidden = regexp.MustCompile(`(?i)['"](time|p?expire(at|time)?|p?setex|getex|px|ex|exat|pxat|keepttl|randomkey|srandmember|spop|hexpire|hpexpire)['"]|math\.random|os\.(time|clock|date)`)

func TestScriptsOfRedisHaveNoClock(t *testing.T) {
	files, err := filepath.Glob("store/lua/*.lua")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(source), "\n") {
			if found := luaForbidden.FindString(line); found != "" {
				t.Errorf("%s:%d: %s", name, i+1, found)
			}
		}
		if !strings.Contains(string(source), "-- KEYS[1]  prefix") || !strings.Contains(string(source), "-- Returns") {
			t.Errorf("%s does not begin by saying what goes in and what comes out", name)
		}
	}
}
