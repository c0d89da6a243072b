package sandbox

import (
	"regexp"
	"strings"
)

// What Telegram marks by itself in every text. The group that matters is the first.
var foundByItself = []struct {
	kind  string
	shape *regexp.Regexp
}{
	{"url", regexp.MustCompile(`(?:^|[^\pL\pN_])((?:https?|tg)://[^\s<>"]+)`)},
	{"bot_command", regexp.MustCompile(`(?:^|[^\pL\pN_/<>])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:$|[^\pL\pN_/<>])`)},
	{"mention", regexp.MustCompile(`(?:^|[^\pL\pN_])(@[A-Za-z0-9_]{3,32})(?:$|[^\pL\pN_])`)},
}

// findEntities marks links, commands and mentions, except inside code and inside links that were given.
func findEntities(text string, given []entity) []entity {
	var found []entity
	taken := quiet(given)
	for _, look := range foundByItself {
		for at := 0; at < len(text); {
			m := look.shape.FindStringSubmatchIndex(text[at:])
			if m == nil {
				break
			}
			from, to := at+m[2], at+m[3]
			at = to
			if look.kind == "url" {
				to = from + len(strings.TrimRight(text[from:to], ".,;:!?)'"))
			}
			e := entity{Type: look.kind, Offset: units(text[:from]), Length: units(text[from:to])}
			if !overlaps(e, taken) {
				found = append(found, e)
				taken = append(taken, e)
			}
		}
	}
	return found
}

// quiet are the entities inside which nothing is marked.
func quiet(given []entity) []entity {
	var taken []entity
	for _, e := range given {
		switch e.Type {
		case "code", "pre", "text_link", "text_mention":
			taken = append(taken, e)
		}
	}
	return taken
}

func overlaps(e entity, taken []entity) bool {
	for _, t := range taken {
		if e.Offset < t.end() && t.Offset < e.end() {
			return true
		}
	}
	return false
}
