package flows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// actTables are the tables by which a button's act finds its function; each is
// one of those that the table of roles takes its rows from, or listed here with
// the reason why it needs none.
var actTables = []string{
	"alertActs", "planSteps", "memberActs", "staffActs", "lateTopics", "circleActs", "lifeActs", "lifeSteps", "agreeActs", "checkInActs", "askSteps", "inboxActs", "absentSteps", "toldActs",
	"requestBegins", "requestActs", "afterActs", "readerActs", "authorActs", "measureActs", "dutyActs", "dutyMenus", "relayActs", "goingActs", "watchActs", "visitActs", "visitSteps",
	"offerActs", "peerActs", "peersActs", "companyActs", "friendActs", "againPersonActs", "againVolunteerActs", "hereActs",
	"commands", "drafts", "taps",
	"peerChoices", // what a volunteer chooses from under the acts pick and set
	"kinds",       // one row each in roleWords and roleGroups, see TestEveryKindOfEventHasItsPlace
	"due",         // timers: nobody but the clock fires them, see TestNoUpdateBecomesWhatOnlyTheHouseMayDo
}

// notActs are words in a handler of buttons that are no acts: what it looks at
// besides.
var notActs = map[string][]string{
	"see":   {"f", "c", "n", "m"},
	"story": {},
}

// TestEveryActHasItsRow protects the table of roles against what is added
// later: a verb, an act, a table of acts or a button that the table does not
// know turns this red.
func TestEveryActHasItsRow(t *testing.T) {
	w := newRoleWorld(t)
	verbs := w.roleVerbs()
	for verb := range taps {
		if len(verbs[verb].acts) == 0 || len(verbs[verb].on) == 0 {
			t.Errorf("the verb %s has no row in the table of roles (roleVerbs in rolesacts_test.go)", verb)
		}
	}
	for verb := range verbs {
		if taps[verb] == nil {
			t.Errorf("the table of roles has the verb %s, which no button has", verb)
		}
	}
	files := parsed(t)
	for _, name := range tablesOfFunctions(files) {
		if !slices.Contains(actTables, name) {
			t.Errorf("the table %s is not known to the table of roles (actTables in rolescomplete_test.go)", name)
		}
	}
	for verb, said := range buttonsMade(files) {
		for _, act := range said {
			if !slices.Contains(verbs[verb].acts, act) && !slices.Contains(names(shownKinds), act) {
				t.Errorf("a button %s/…/%s is drawn, and the table of roles does not try it", verb, act)
			}
		}
	}
	handlers := handlerNames(files)
	for verb, handler := range handlers {
		for _, act := range actsCompared(files, handler) {
			if !slices.Contains(verbs[verb].acts, act) && !slices.Contains(notActs[verb], act) {
				t.Errorf("%s looks for the act %q of %s, and the table of roles does not try it", handler, act, verb)
			}
		}
	}
	if len(handlers) != len(taps) {
		t.Errorf("%d of %d handlers of buttons were found in the sources", len(handlers), len(taps))
	}
}

// TestEveryKindOfEventHasItsPlace: a kind of event that comes from people has a
// row; the others never come from them.
func TestEveryKindOfEventHasItsPlace(t *testing.T) {
	w, tried := newRoleWorld(t), map[Kind]bool{}
	for _, a := range w.roleActs() {
		for _, try := range a.tries {
			tried[try.ev.Kind] = true
		}
	}
	own := []Kind{KindTimer, KindFailure, KindOperator, KindErased, KindLink} // of the house; KindLink has the one-use links' own tests
	for kind := range kinds {
		if tried[kind] == slices.Contains(own, kind) {
			t.Errorf("events of the kind %s: tried as everybody %v, only of the house %v", kind, tried[kind], slices.Contains(own, kind))
		}
	}
}

func parsed(t *testing.T) (files []*ast.File) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// tablesOfFunctions are the package's variables that map words to functions of a step.
func tablesOfFunctions(files []*ast.File) (found []string) {
	structs := map[string]bool{} // those that hold a function of a step
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if ts, ok := n.(*ast.TypeSpec); ok {
				if st, ok := ts.Type.(*ast.StructType); ok {
					for _, field := range st.Fields.List {
						if ofStep(field.Type) {
							structs[ts.Name.Name] = true
						}
					}
				}
			}
			return true
		})
	}
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				typ := v.Type
				if typ == nil && len(v.Values) == 1 {
					if lit, ok := v.Values[0].(*ast.CompositeLit); ok {
						typ = lit.Type
					}
				}
				m, ok := typ.(*ast.MapType)
				if !ok {
					continue
				}
				row, named := m.Value.(*ast.Ident)
				if ofStep(m.Value) && acts(m.Value) || named && structs[row.Name] {
					for _, name := range v.Names {
						found = append(found, name.Name)
					}
				}
			}
		}
	}
	return found
}

// ofStep reports whether a type is a function whose first argument is a step.
func ofStep(e ast.Expr) bool {
	fn, ok := e.(*ast.FuncType)
	if !ok || len(fn.Params.List) == 0 {
		return false
	}
	star, ok := fn.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	id, ok := star.X.(*ast.Ident)
	return ok && id.Name == "step"
}

// acts reports whether a function comes out with a reason, as an act does.
func acts(e ast.Expr) bool {
	fn, ok := e.(*ast.FuncType)
	if !ok || fn.Results == nil || len(fn.Results.List) != 1 {
		return false
	}
	id, ok := fn.Results.List[0].Type.(*ast.Ident)
	return ok && id.Name == "Reason"
}

// buttonsMade are the acts that calls of data("verb", …, "act…") name outright.
func buttonsMade(files []*ast.File) map[string][]string {
	made := map[string][]string{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 4 {
				return true
			}
			if fn, ok := call.Fun.(*ast.Ident); !ok || fn.Name != "data" {
				return true
			}
			verb, known := literal(call.Args[0])
			arg := call.Args[3]
			for {
				sum, ok := arg.(*ast.BinaryExpr)
				if !ok {
					break
				}
				arg = sum.X
			}
			if said, ok := literal(arg); known && ok {
				act, _ := splitArg(said)
				made[verb] = append(made[verb], act)
			}
			return true
		})
	}
	return made
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// handlerNames are the functions in taps, by verb, as the source names them.
func handlerNames(files []*ast.File) map[string]string {
	found := map[string]string{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			set, ok := n.(*ast.AssignStmt)
			if !ok || len(set.Lhs) != 1 {
				return true
			}
			if id, ok := set.Lhs[0].(*ast.Ident); !ok || id.Name != "taps" {
				return true
			}
			for _, e := range set.Rhs[0].(*ast.CompositeLit).Elts {
				kv := e.(*ast.KeyValueExpr)
				verb, _ := literal(kv.Key)
				found[verb] = kv.Value.(*ast.Ident).Name
			}
			return false
		})
	}
	return found
}

var actWord = regexp.MustCompile(`^[a-z][a-z_0-9]*$`)

// actsCompared are the words that a handler compares with what was pressed.
func actsCompared(files []*ast.File, handler string) []string {
	found := map[string]bool{}
	add := func(e ast.Expr) {
		if s, ok := literal(e); ok && actWord.MatchString(s) {
			found[s] = true
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Name.Name != handler {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CaseClause:
					for _, e := range n.List {
						add(e)
					}
				case *ast.BinaryExpr:
					add(n.X)
					add(n.Y)
				}
				return true
			})
		}
	}
	return slices.Sorted(maps.Keys(found))
}
