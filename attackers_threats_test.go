package main

import (
	"regexp"
	"strings"
	"testing"
)

var (
	threatRow   = regexp.MustCompile(`^\| T\d+ \|`)
	threatShown = regexp.MustCompile("`(?:Test|Fuzz)[A-Za-z0-9]+`")
)

// TestEveryThreatNamesItsTest protects whoever signs docs/privacy.md: each threat
// has a number and a test or script that shows what stops it. That all of them
// exist is held by TestWhatTheDocumentsNameIsThere.
func TestEveryThreatNamesItsTest(t *testing.T) {
	threats := 0
	for line := range strings.Lines(content(t, "docs/privacy.md")) {
		if !threatRow.MatchString(line) {
			continue
		}
		threats++
		cells := strings.Split(line, " | ")
		if len(cells) < 6 {
			t.Fatalf("a row of %d cells: %.60s", len(cells), line)
		}
		if !threatShown.MatchString(cells[4]) && len(scriptsIn(cells[4])) == 0 {
			t.Errorf("%s (%s) names neither test nor script", cells[0], cells[1])
		}
	}
	if threats < 20 {
		t.Errorf("only %d threats were found", threats)
	}
}
