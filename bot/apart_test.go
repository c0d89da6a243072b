package bot

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// What is taken apart by hand is what encoding/json reads: every name with its
// value, the later of two that are alike, and nil for all that is no object.
func TestAnObjectIsTakenApartAsTheStandardLibraryDoes(t *testing.T) {
	for _, text := range []string{
		`{}`, ` { } `, `{"a":1}`, `{"a":{"b":[1,{"c":"}\""}]},"d":null}`, "{\n\"a\" :\t[ ] ,\r\"b\": \"\\\\\" }", `{"a":1,"a":2}`,
		`{"\u0061b":true,"é":-1.5e3}`, `[]`, `"{}"`, `12`, `null`, ``, `{`, `{"a"}`, `{"a":1,}`, `{"a":1}x`, "{\"\xff\":1}",
	} {
		compare(t, text)
	}
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.MapOf(rapid.String(), rapid.Custom(anything)).Draw(rt, "object")
		body, err := json.MarshalIndent(value, rapid.SampledFrom([]string{"", " "}).Draw(rt, "prefix"), rapid.SampledFrom([]string{"", "\t"}).Draw(rt, "indent"))
		if err != nil {
			rt.Skip("no JSON can say that") // a number that is none
		}
		compare(rt, string(body))
	})
}

func anything(t *rapid.T) any {
	switch rapid.IntRange(0, 5).Draw(t, "shape") {
	case 0:
		return rapid.String().Draw(t, "text")
	case 1:
		return rapid.Int64().Draw(t, "number")
	case 2:
		return rapid.SliceOf(rapid.String()).Draw(t, "list")
	case 3:
		return rapid.MapOf(rapid.String(), rapid.StringMatching(`["\\{}\[\],: a]*`)).Draw(t, "object")
	case 4:
		return rapid.Bool().Draw(t, "bool")
	}
	return nil
}

func compare(t rapid.TB, text string) {
	t.Helper()
	var want map[string]json.RawMessage
	err := json.Unmarshal([]byte(text), &want)
	got := fieldsOf([]byte(text))
	if (err == nil && want != nil) != (got != nil) {
		t.Fatalf("%q: %v, and %v was taken apart", text, err, got)
	}
	for name, raw := range want {
		if have, ok := got.get(name); !ok || string(have) != string(raw) {
			t.Fatalf("%q: %q is %q, not %q", text, name, have, raw)
		}
	}
	for _, f := range got {
		if _, ok := want[f.name]; !ok {
			t.Fatalf("%q: there is no %q", text, f.name)
		}
	}
}
