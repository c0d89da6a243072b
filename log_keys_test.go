package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestEveryAttributeThatIsLoggedIsListed reads the source: an attribute that
// is not on the list would be logged as "[redacted]", and nobody would notice
// before they need it at night.
func TestEveryAttributeThatIsLoggedIsListed(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, key := range loggedKeys(n) {
				found++
				name, err := strconv.Unquote(key.Value)
				if _, listed := logKeys[name]; err != nil || !listed {
					t.Errorf("%s: attribute %s is not on the list in log_keys.go", files.Position(key.Pos()), key.Value)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if found == 0 {
		t.Error("no attributes found: the test looks for the wrong thing")
	}
}

// loggedKeys returns the literal attribute names of a call like
// log.Warn("text", "key", value) or slog.String("key", value).
func loggedKeys(n ast.Node) (keys []*ast.BasicLit) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	literal := func(i int) {
		if lit, ok := call.Args[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			keys = append(keys, lit)
		}
	}
	switch receiver := lastName(selector.X); {
	case receiver == "slog" && len(call.Args) == 2 && strings.Contains("String Int Int64 Uint64 Float64 Bool Time Duration Any", selector.Sel.Name):
		literal(0)
	case strings.EqualFold(receiver, "log") && strings.Contains("Debug Info Warn Error", selector.Sel.Name):
		for i := 1; i < len(call.Args); i += 2 {
			literal(i)
		}
	}
	return keys
}

// lastName is "log" of both log and s.o.Log.
func lastName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
