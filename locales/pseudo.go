package locales

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Pseudo is a language made from English at Load: accented letters, 30 % longer, between ⟦ and ⟧, with placeholders and
// tags untouched. Whatever appears without the brackets was written into the code, and whatever does not fit would not
// fit in Polish either.
const Pseudo = "en-XA"

var accents = strings.NewReplacer(
	"a", "á", "b", "ƀ", "c", "ç", "d", "ð", "e", "é", "f", "ƒ", "g", "ĝ", "h", "ĥ", "i", "î", "j", "ĵ", "k", "ķ",
	"l", "ļ", "m", "ɱ", "n", "ñ", "o", "ö", "p", "þ", "q", "ʠ", "r", "ŕ", "s", "š", "t", "ţ", "u", "û", "v", "ṽ",
	"w", "ŵ", "x", "ẋ", "y", "ý", "z", "ž", "A", "Å", "B", "Ɓ", "C", "Ç", "D", "Ð", "E", "É", "F", "Ƒ", "G", "Ĝ",
	"H", "Ĥ", "I", "Î", "J", "Ĵ", "K", "Ķ", "L", "Ļ", "M", "Ṁ", "N", "Ñ", "O", "Ö", "P", "Þ", "Q", "Ǫ", "R", "Ŕ",
	"S", "Š", "T", "Ţ", "U", "Û", "V", "Ṽ", "W", "Ŵ", "X", "Ẋ", "Y", "Ý", "Z", "Ž")

// untouched are the parts of a text that a machine reads: placeholders, tags, entities.
var untouched = regexp.MustCompile(`\{\{[^}]*\}\}|<[^>]*>|&[a-zA-Z0-9#]+;`)

func pseudoDraft(english draft) draft {
	d := draft{}
	for key, s := range english {
		forms := map[string]string{}
		for form, text := range s.forms {
			forms[form] = pseudoText(text)
		}
		d[key] = sentence{plural: s.plural, forms: forms}
	}
	return d
}

func pseudoText(text string) string {
	var b strings.Builder
	letters, from := 0, 0
	accent := func(s string) {
		letters += utf8.RuneCountInString(s)
		accents.WriteString(&b, s)
	}
	b.WriteString("⟦")
	for _, span := range untouched.FindAllStringIndex(text, -1) {
		accent(text[from:span[0]])
		b.WriteString(text[span[0]:span[1]])
		from = span[1]
	}
	accent(text[from:])
	b.WriteString(strings.Repeat("~", (letters*3+9)/10))
	b.WriteString("⟧")
	return b.String()
}
