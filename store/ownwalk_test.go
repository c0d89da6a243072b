package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/flows"
)

// folder is a value in which words stand in every way that a record can hold
// them.
type folder struct {
	By    string `json:"b"`
	Name  string `json:"n" own:"words"`
	Plain string `json:"p"`
	Bytes []byte `json:"y" own:"words"`
	Pages []page `json:"s"`
	Table map[string]page
	Next  *folder `json:"x"`
	Loose loose   `json:"l"`
}

type page struct {
	Author string `json:"a"`
	Text   string `json:"t" own:"words"`
	Inner  loose  `json:"i"`
}

type loose struct {
	Text string `json:"t" own:"words"` // belongs to whoever owns what it is in
}

func (f folder) Owner() string { return f.By }
func (p *page) Owner() string  { return p.Author }

func testKeys(t testing.TB, owners ...string) keysOf {
	t.Helper()
	keys := keysOf{}
	for i, owner := range owners {
		raw := make([]byte, ownKeySize)
		raw[0] = byte(i + 1)
		key, err := subtle.NewAESGCM(raw)
		if err != nil {
			t.Fatal(err)
		}
		keys[owner] = key
	}
	return keys
}

var (
	drawOwner = rapid.SampledFrom([]string{"", "maya", "joseph", `o~dd"\`, "gone"})
	drawText  = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", ownMark, ownMark + "~", ownMark + "AAAA~maya", ownMark + "~x", "~own"}))
)

func drawFolder(t *rapid.T, depth int) *folder {
	drawPage := func() page {
		return page{drawOwner.Draw(t, "author"), drawText.Draw(t, "text"), loose{drawText.Draw(t, "inner")}}
	}
	f := &folder{By: drawOwner.Draw(t, "by"), Name: drawText.Draw(t, "name"), Plain: drawText.Draw(t, "plain"),
		Bytes: []byte(drawText.Draw(t, "bytes")), Loose: loose{drawText.Draw(t, "loose")}}
	for range rapid.IntRange(0, 3).Draw(t, "pages") {
		f.Pages = append(f.Pages, drawPage())
	}
	if rapid.Bool().Draw(t, "table") {
		f.Table = map[string]page{"k": drawPage()}
	}
	if depth > 0 && rapid.Bool().Draw(t, "more") {
		f.Next = drawFolder(t, depth-1)
	}
	return f
}

// Whatever people write, and whoever owns it, it comes back letter by letter;
// what somebody wrote whose key is gone comes back empty, and nothing else does.
// The value that was handed in stays as it was.
func TestWordsComeBackAsTheyWereWritten(t *testing.T) {
	keys := testKeys(t, "maya", "joseph", `o~dd"\`, "gone")
	rapid.Check(t, func(t *rapid.T) {
		was := drawFolder(t, 2)
		before, _ := json.Marshal(was)
		own := &ownSealing{keys: keys}
		kept, err := own.conceal(was)
		if err != nil {
			t.Fatal(err)
		}
		if after, _ := json.Marshal(was); string(after) != string(before) {
			t.Fatalf("it was changed: %s, %s", before, after)
		}
		body, err := json.Marshal(kept)
		if err != nil {
			t.Fatal(err)
		}
		erased := rapid.Bool().Draw(t, "erased")
		with, want := keys, was
		if erased {
			with = keysOf{"maya": keys["maya"], "joseph": keys["joseph"], `o~dd"\`: keys[`o~dd"\`]}
			want = rewrite(reflect.ValueOf(was), "", func(owner, text string) string {
				if owner == "gone" {
					return ""
				}
				return text
			}).Interface().(*folder)
		}
		var back folder
		if err := json.Unmarshal(body, &back); err != nil {
			t.Fatal(err)
		}
		var g opened
		got := rewrite(reflect.ValueOf(&back), "", with.open(&g)).Interface().(*folder)
		one, _ := json.Marshal(got)
		two, _ := json.Marshal(want)
		if string(one) != string(two) {
			t.Fatalf("\n%s\n%s", two, one)
		}
		if g.erased != (string(before) != string(two)) {
			t.Errorf("erased: %v", g.erased)
		}
	})
}

// What was written before there were own keys stays readable, also when it
// looks like something sealed.
func TestWordsFromBeforeStayReadable(t *testing.T) {
	var g opened
	open := testKeys(t, "maya").open(&g)
	for _, text := range []string{"", "how are you", ownMark, ownMark + "x", ownMark + "!!~maya", ownMark + "AAAA"} {
		if got := open("maya", text); got != text || g.erased {
			t.Errorf("%q became %q, erased %v", text, got, g.erased)
		}
	}
}

// Words of one person cannot pass for another's, and nobody reads them without
// the key.
func TestWordsAreBoundToTheirOwner(t *testing.T) {
	keys, failed := testKeys(t, "maya", "joseph"), error(nil)
	sealed := keys.seal(&failed)("maya", "mine alone")
	for name, with := range map[string]keysOf{"none": {}, "another's": {"maya": keys["joseph"]}} {
		var g opened
		if got := with.open(&g)("", sealed); got != "" || !g.erased {
			t.Errorf("%s: %q, erased %v", name, got, g.erased)
		}
	}
}

// Every mark stands on a text, and every record and message is walked without
// a surprise.
func TestMarksStandOnTextsOnly(t *testing.T) {
	var look func(at reflect.Type, seen map[reflect.Type]bool)
	look = func(at reflect.Type, seen map[reflect.Type]bool) {
		if seen[at] {
			return
		}
		seen[at] = true
		switch at.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
			look(at.Elem(), seen)
		case reflect.Struct:
			for i := range at.NumField() {
				f := at.Field(i)
				if mark := f.Tag.Get(ownTag); mark != "" && (mark != ownWords || f.Type.Kind() != reflect.String && f.Type != reflect.TypeFor[[]byte]()) {
					t.Errorf("%s.%s is marked %q and is a %s", at, f.Name, mark, f.Type)
				}
				look(f.Type, seen)
			}
		}
	}
	seen := map[reflect.Type]bool{}
	for _, shape := range shapes {
		look(reflect.TypeOf(shape()), seen)
	}
	look(reflect.TypeFor[flows.Message](), seen)
}

// What a record without words costs, and what a check-in does.
func BenchmarkOwnWords(b *testing.B) {
	own := &ownSealing{keys: testKeys(b, "maya")}
	plainly := &care.Request{ID: "r", Network: "n", By: "maya"}
	in := &care.CheckIn{ID: "i", Member: "maya", Question: "How are you?"}
	for range 3 {
		in.Words = append(in.Words, care.Words{Author: "maya", Text: "so so, and better than last week", At: t0})
	}
	b.Run("a request, without words", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := own.conceal(plainly); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("a check-in, sealed and opened", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			kept, err := own.conceal(in)
			if err != nil {
				b.Fatal(err)
			}
			var g opened
			rewrite(reflect.ValueOf(kept), "", own.keys.open(&g))
		}
	})
}

// A record without words is handed on as it is, without a copy.
func TestARecordWithoutWordsCostsNothing(t *testing.T) {
	own, r := &ownSealing{}, &care.Request{ID: "r"}
	if n := testing.AllocsPerRun(100, func() {
		if kept, err := own.conceal(r); err != nil || kept != any(r) {
			t.Error("it was copied")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
