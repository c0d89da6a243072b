package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	threatRow   = regexp.MustCompile(`^\| T\d+ \|`)
	testNamed   = regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	scriptsIn   = regexp.MustCompile("scripts? ((?:`[a-z_0-9]+`(?:, )?)+)")
	scriptNamed = regexp.MustCompile("`([a-z_0-9]+)`")
)

// TestEveryThreatNamesItsTest protects whoever signs docs/privacy.md: each threat
// has a number and a test or script that shows what stops it, and all of them exist.
func TestEveryThreatNamesItsTest(t *testing.T) {
	page, err := os.ReadFile("docs/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := testsOfTheTree(t)
	threats := 0
	for line := range strings.Lines(string(page)) {
		if !threatRow.MatchString(line) {
			continue
		}
		threats++
		cells := strings.Split(line, " | ")
		if len(cells) < 6 {
			t.Fatalf("a row of %d cells: %.60s", len(cells), line)
		}
		shown, named := cells[4], 0
		for _, m := range testNamed.FindAllStringSubmatch(shown, -1) {
			named++
			if !tests[m[1]] {
				t.Errorf("%s names %s, which is no test", cells[0], m[1])
			}
		}
		for _, list := range scriptsIn.FindAllStringSubmatch(shown, -1) {
			for _, m := range scriptNamed.FindAllStringSubmatch(list[1], -1) {
				named++
				if _, err := os.Stat(filepath.Join("testdata", "scripts", m[1]+".txt")); err != nil {
					t.Errorf("%s names the script %s: %v", cells[0], m[1], err)
				}
			}
		}
		if named == 0 {
			t.Errorf("%s (%s) names neither test nor script", cells[0], cells[1])
		}
	}
	if threats < 20 {
		t.Errorf("only %d threats were found", threats)
	}
}

// testsOfTheTree are all tests and fuzz targets, by name.
func testsOfTheTree(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9]+)\(`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range declared.FindAllStringSubmatch(string(raw), -1) {
			found[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
