package flows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"polyphony/locales"
)

// momentSources are the functions that write a moment of an alert down, with the
// place of its name among their arguments.
var momentSources = map[string]int{"moment": 1, "reopen": 1, "letGo": 0, "letGoOf": 1, "passFell": 2,
	"raiseVisit": 1, "openRaised": 2, "visitAgain": 1}

// momentEndings are all endings of the beginnings that have few.
var momentEndings = map[string][]string{"offer.": {"yes", "no"}}

// handedOn are the names of arguments under which those functions hand it on.
var handedOn = []string{"why", "what"}

// Every moment that the code writes down has a sentence of its own: nobody who
// asks what happened reads that something did.
func TestEveryMomentInTheCodeHasItsSentence(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			f, is := call.Fun.(*ast.SelectorExpr)
			if !is {
				return true
			}
			i, writes := momentSources[f.Sel.Name]
			if !writes || len(call.Args) <= i {
				return true
			}
			for _, what := range momentNames(t, call.Args[i]) {
				found++
				if storyKey(what) == locales.StorySomething {
					t.Errorf("%s: %q has no sentence", e.Name(), what)
				}
			}
			return true
		})
	}
	if found < 40 {
		t.Errorf("only %d moments were found", found)
	}
}

// momentNames are what an argument may be: a literal, the beginning of a name, or
// what was handed on and is looked at where it began.
func momentNames(t *testing.T, arg ast.Expr) []string {
	t.Helper()
	switch a := arg.(type) {
	case *ast.BasicLit:
		name, err := strconv.Unquote(a.Value)
		if err != nil {
			t.Fatal(err)
		}
		return []string{name}
	case *ast.BinaryExpr:
		var names []string
		for _, name := range momentNames(t, a.X) {
			endings, few := momentEndings[name]
			if !few {
				endings = []string{"any"}
			}
			for _, end := range endings {
				names = append(names, name+end)
			}
		}
		return names
	case *ast.Ident:
		switch {
		case a.Name == "failedMoment":
			return []string{failedMoment}
		case a.Name == "heardMoment":
			return []string{heardMoment}
		case a.Name == handedOn[0] || a.Name == handedOn[1]:
			return nil
		}
	}
	t.Errorf("a moment is named in a way that this test does not read: %T", arg)
	return nil
}
