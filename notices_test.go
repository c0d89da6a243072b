package main

import (
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// Whoever passes the program on passes the terms of others on with it: those of
// exactly the modules that it links, in the versions that it links, each with a
// text, and the same that `go generate .` would write.
func TestTheNoticesAreThoseOfTheProgram(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".")
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
	slices.Sort(linked)
	linked = slices.Compact(linked)
	var written []string
	for _, name := range noticed.FindAllStringSubmatch(noticesText, -1) {
		written = append(written, name[1])
	}
	slices.Sort(written)
	if !slices.Equal(linked, written) || len(written) < 30 {
		t.Errorf("linked: %s\nin NOTICES: %s\n`go generate .` makes it anew", strings.Join(linked, ", "), strings.Join(written, ", "))
	}
	for i, part := range strings.Split(noticesText, "\n== ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		if words := strings.ToLower(text); len(text) < 500 || !strings.Contains(words, "copyright") || !strings.Contains(words, "license") && !strings.Contains(words, "licence") && !strings.Contains(words, "permission") {
			t.Errorf("part %d, %s, is no licence: %.200q", i, name, text)
		}
	}
	for _, odd := range []string{"FreeType", "SIL Open Font License", "Attribution 4.0", "Go Authors"} {
		if !strings.Contains(noticesText, odd) && !strings.Contains(strings.ToUpper(noticesText), strings.ToUpper(odd)) {
			t.Errorf("%s is not named", odd)
		}
	}
}

// A program that was built with another version says so.
func TestAProgramBuiltWithOtherVersionsSaysSo(t *testing.T) {
	name := noticed.FindStringSubmatch(noticesText)[1]
	path, version, _ := strings.Cut(name, " ")
	info := &debug.BuildInfo{Deps: []*debug.Module{{Path: path, Version: version}, {Path: path, Version: "v99.0.0"}, {Path: "example.org/x", Version: "v1", Replace: &debug.Module{Path: path, Version: version}}}}
	if missing := unnoticed(info); len(missing) != 1 || missing[0] != path+" v99.0.0" {
		t.Errorf("missing: %v", missing)
	}
}
