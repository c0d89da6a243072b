package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Whoever signs a safety case signs the tests that it names. A page that names a
// test or a script that is not there promises what nobody looks at.
func TestWhatTheDocumentsNameIsThere(t *testing.T) {
	there := map[string]bool{}
	for _, file := range files(t, ".", "_test.go") {
		for _, name := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w*)\(`).FindAllStringSubmatch(content(t, file), -1) {
			there[name[1]] = true
		}
	}
	for _, folder := range []string{"scripts", "noreading"} {
		for _, file := range files(t, "testdata/"+folder, ".txt") {
			there[strings.TrimSuffix(filepath.Base(file), ".txt")] = true
		}
	}
	tests, scripts := 0, 0
	for _, file := range append(files(t, "docs", ".md"), "README.md", "ARCHITECTURE.md", "CHANGELOG.md") {
		page := content(t, file)
		for _, name := range regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`).FindAllString(page, -1) {
			if tests++; !there[name] {
				t.Errorf("%s names %s: there is no such test", file, name)
			}
		}
		for _, name := range scriptsIn(page) {
			if scripts++; !there[name] {
				t.Errorf("%s names the script %s: there is no such conversation", file, name)
			}
		}
	}
	if tests < 200 || scripts < 100 {
		t.Errorf("%d tests and %d scripts were looked for", tests, scripts)
	}
}

// Whoever looks for something finds in five minutes where it lives: the page
// about the house names every room, and every file of the front door by its name
// or its family.
func TestTheHouseNamesEveryRoomAndFile(t *testing.T) {
	page := content(t, "ARCHITECTURE.md")
	for pkg := range rooms {
		if pkg != "." && !strings.Contains(page, "`"+pkg+"`") {
			t.Errorf("no line says what %s may import", pkg)
		}
	}
	var named []string
	for _, name := range regexp.MustCompile("`([\\w*]+\\.go)`").FindAllStringSubmatch(page, -1) {
		named = append(named, name[1])
	}
	there, err := filepath.Glob("*.go")
	if err != nil || len(named) < 50 {
		t.Fatal(len(named), err)
	}
	known := map[string]bool{}
	for _, file := range there {
		for _, name := range named {
			if is, _ := filepath.Match(name, file); is {
				known[file], known[name] = true, true
			}
		}
		tests, is := strings.CutSuffix(file, "_test.go")
		if _, err := os.Stat(tests + ".go"); !known[file] && !(is && err == nil) {
			t.Errorf("nothing says what %s does", file)
		}
	}
	for _, name := range named {
		if !known[name] {
			t.Errorf("%s is named, and not there", name)
		}
	}
}

// Every file that a page leads to is there, and every heading.
func TestEveryLinkOfTheDocumentsLeadsSomewhere(t *testing.T) {
	links := 0
	for _, file := range append(files(t, "docs", ".md"), "README.md", "ARCHITECTURE.md", "CHANGELOG.md") {
		for _, link := range regexp.MustCompile(`\]\(([^):\s]*)\)`).FindAllStringSubmatch(content(t, file), -1) {
			path, heading, _ := strings.Cut(link[1], "#")
			to := file
			if path != "" {
				to = filepath.Join(filepath.Dir(file), path)
			}
			links++
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s leads to %s, which is not there", file, link[1])
			} else if heading != "" && strings.HasSuffix(to, ".md") && !slices.Contains(headings(content(t, to)), heading) {
				t.Errorf("%s leads to %s, and there is no such heading", file, link[1])
			}
		}
	}
	if links < 100 {
		t.Errorf("%d links were followed", links)
	}
}

// Whoever is rung at night looks for the alarm in the runbook; one that no rule
// rings any more would only be in their way.
func TestTheRunbookHasEachAlarmAndNoOther(t *testing.T) {
	rules := content(t, "docs/operations/prometheus-rules.yml")
	_, alarms, _ := strings.Cut(content(t, "docs/operations/runbook.md"), "\n## Alarms\n")
	alarms, _, _ = strings.Cut(alarms, "\n## ")
	var rung, written []string
	for _, name := range regexp.MustCompile(`- alert: (\w+)`).FindAllStringSubmatch(rules, -1) {
		rung = append(rung, name[1])
	}
	for _, name := range regexp.MustCompile(`(?m)^### (\w+)$`).FindAllStringSubmatch(alarms, -1) {
		written = append(written, name[1])
	}
	slices.Sort(rung)
	slices.Sort(written)
	if !slices.Equal(rung, written) || len(rung) < 8 {
		t.Errorf("rung: %s\nin the runbook: %s", strings.Join(rung, ", "), strings.Join(written, ", "))
	}
}

// scriptsIn are the names after "script" or "scripts", in one list.
func scriptsIn(page string) (names []string) {
	for _, list := range regexp.MustCompile("scripts? ((?:`[a-z_]+`(?:,\\s+|\\s+and\\s+)?)+)").FindAllStringSubmatch(page, -1) {
		for _, name := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(list[1], -1) {
			names = append(names, name[1])
		}
	}
	return names
}

// headings are the anchors of a page.
func headings(page string) (anchors []string) {
	for _, h := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(page, -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(h[1]), "")
		anchors = append(anchors, strings.ReplaceAll(plain, " ", "-"))
	}
	return anchors
}

// files are those below a folder with an ending, but for what is not ours to keep.
func files(t *testing.T, folder, ending string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != ".":
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(path, ending):
			found = append(found, path)
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("no %s in %s: %v", ending, folder, err)
	}
	return found
}

func content(t *testing.T, file string) string {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
