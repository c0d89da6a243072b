package mydata

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"polyphony/flows"
	"polyphony/locales"
)

var audited = regexp.MustCompile(`s\.audit\("(?:contact|network):"\+[^,]+, "([a-z.]+)"`)

// Whatever a conversation writes into the trail of a person or a circle has a
// sentence on the page, in every language: nobody reads names of ours there.
func TestEveryActHasItsSentence(t *testing.T) {
	files, err := filepath.Glob("../flows/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	acts := map[string]bool{}
	for _, what := range flows.AccessLog {
		acts[string(what)] = true
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range audited.FindAllStringSubmatch(string(source), -1) {
			acts[m[1]] = true
		}
	}
	if len(acts) < 40 {
		t.Fatalf("%d acts are found: has the form of the calls changed?", len(acts))
	}
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for what := range acts {
		for _, lang := range texts.Languages() {
			key := locales.Key(kinds["act"] + strings.ReplaceAll(what, ".", "_"))
			if text, err := texts.Text(lang, key, nil); err != nil || text == "" {
				t.Errorf("%s has no sentence in %s", what, lang)
			}
		}
	}
}
