package mydata_test

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"polyphony/locales"
	"polyphony/mydata"
)

// words is what stands between tags.
var tag = regexp.MustCompile(`<(/?)([a-zA-Z!][a-zA-Z0-9]*)([^<>]*)>`)

// The page that somebody takes away shows what they wrote as text, whatever it
// is: no tag, no attribute and no script of theirs. The JSON holds all of it.
func FuzzThePageShowsWordsAsText(f *testing.F) {
	texts, err := locales.Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"Maya", "<script>alert(1)</script>", "</p><img src=x onerror=y>", "javascript:alert(1)", "\x00\xff", "a\u202Eb", "{{.You}}", "]]>", "&lt;b&gt;", "'\" onload=z", "میں"} {
		f.Add(s, s, s, "en")
	}
	plain := func(lang string) map[string]int { return tagsOf(f, texts, lang, "x", "x", "x") }
	want := map[string]map[string]int{"en": plain("en"), "pl": plain("pl"), "ur": plain("ur")}
	f.Fuzz(func(t *testing.T, name, said, kind, lang string) {
		if want[lang] == nil {
			lang = "en"
		}
		if strings.TrimSpace(name) == "" || strings.TrimSpace(said) == "" || len(name)+len(said)+len(kind) > 5000 {
			return
		}
		got := tagsOf(t, texts, lang, name, said, kind)
		for tag, n := range got {
			if tag != "br" && tag != "bdi" && tag != "span" && n != want[lang][tag] {
				t.Fatalf("%d of <%s>, %d in a page of plain words", n, tag, want[lang][tag])
			}
		}
	})
}

// tagsOf counts the tags of a page on which somebody is called and said something.
func tagsOf(t testing.TB, texts *locales.Catalogue, lang, name, said, kind string) map[string]int {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	piece := mydata.Piece{At: at, Text: said, Kind: "text"}
	d := &mydata.Data{Format: mydata.Format, Version: mydata.Version, Made: at, You: mydata.You{ID: "c", Name: name, Language: lang},
		Circles:  []mydata.Circle{{Called: name, Role: "person", Began: at, People: []mydata.Someone{{Name: name, Role: "relative", Relation: said}}}},
		Meetings: []mydata.Meeting{{Circle: name, Day: "2026-03-10", Clock: "14:30", Zone: "Europe/London", Minutes: 90, Place: said}},
		Messages: []mydata.Said{{Circle: name, Words: []mydata.Piece{piece}, Sharing: mydata.Sharing{Team: true, With: []string{name}}}},
		Measures: []mydata.Measure{{Name: said, Began: at, Values: []mydata.Value{{At: at, Value: 4}}}},
		Help:     []mydata.Help{{Circle: name, Opened: at, Signals: []string{"button"}, Words: []mydata.Piece{piece}, TakenBy: name}},
		Trail:    []mydata.Act{{At: at, Who: name, What: kind}}}
	page, err := mydata.Page(d, texts, lang, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := mydata.JSON(d)
	var back mydata.Data
	if err != nil || json.Unmarshal(raw, &back) != nil {
		t.Fatalf("no JSON: %v", err)
	}
	if utf8.ValidString(said) && back.Messages[0].Words[0].Text != said {
		t.Fatalf("the JSON holds %q for %q", back.Messages[0].Words[0].Text, said)
	}
	counts := map[string]int{}
	for _, m := range tag.FindAllStringSubmatch(string(page), -1) {
		counts[strings.ToLower(m[1]+m[2])]++
	}
	if trimmed := strings.TrimSpace(said); utf8.ValidString(said) && !strings.ContainsAny(said, "\x00\r\n") && !strings.Contains(html.UnescapeString(string(page)), trimmed) {
		t.Fatalf("%q is not on the page", trimmed)
	}
	return counts
}
