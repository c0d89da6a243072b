package sandbox

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var anyTag = regexp.MustCompile(`</?(b|i|u|s|code|pre|a|blockquote|tg-spoiler|tg-time)( [a-z]+(="[^"<>]*")?)*>`)

func FuzzHTMLNeverPanicsAndNeverPutsAForeignTagOnThePage(f *testing.F) {
	for _, seed := range []string{
		`<b>a<i>b</i></b>`, `<a href='x"y'>z</a>`, `<tg-time unix=1 format=t>x</tg-time>`, `&#x1F642;&amp;&bogus;`, "<pre>\n<code class=language-go>x</code></pre>",
		`<blockquote expandable>x</blockquote> https://a.b/"><script>`, `/start @abc <code>/no</code>`, "\xff<b>\x00</b>", `<b`, `</`, `&#`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := formatText(text, "HTML", "")
		if err != nil {
			return
		}
		total := units(got.text)
		for _, e := range got.entities {
			if e.Offset < 0 || e.Length <= 0 || e.end() > total {
				t.Errorf("%q: entity %+v leaves the text of %d units", text, e, total)
			}
		}
		page := renderHTML(got)
		bare := anyTag.ReplaceAllString(page, "")
		if strings.ContainsAny(bare, "<>") {
			t.Errorf("%q left foreign markup: %q", text, page)
		}
		if html.UnescapeString(bare) != got.text {
			t.Errorf("%q: the page says %q, the message %q", text, html.UnescapeString(bare), got.text)
		}
		if !utf8.ValidString(page) {
			t.Errorf("%q: broken UTF-8", text)
		}
	})
}

func FuzzEntitiesThatCrossEachOtherStillNest(f *testing.F) {
	f.Add("hello 🙂 there", 0, 5, 3, 6)
	f.Add("x", 0, 1, 0, 1)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		entities := []entity{{Type: "bold", Offset: a, Length: b}, {Type: "spoiler", Offset: c, Length: d}}
		got := formatted{text: strings.ToValidUTF8(text, "?")}
		for _, e := range entities {
			if e.Offset >= 0 && e.Length > 0 && e.Length < 1<<20 && e.Offset < 1<<20 && e.end() <= units(got.text) {
				got.entities = append(got.entities, e)
			}
		}
		sortEntities(got.entities)
		page := renderHTML(got)
		if bare := html.UnescapeString(anyTag.ReplaceAllString(page, "")); bare != got.text && utf8.ValidString(got.text) {
			t.Errorf("%q with %v became %q", got.text, got.entities, page)
		}
		if open, end := strings.Count(page, "<b>")+strings.Count(page, "<tg-spoiler>"), strings.Count(page, "</"); open != end {
			t.Errorf("%q does not balance", page)
		}
	})
}
