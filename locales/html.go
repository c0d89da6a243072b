package locales

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// telegramTags are the tags that the Bot API takes in HTML parse mode, with the attributes that each may have.
// https://core.telegram.org/bots/api#html-style
var telegramTags = map[string][]string{
	"b": nil, "strong": nil, "i": nil, "em": nil, "u": nil, "ins": nil, "s": nil, "strike": nil, "del": nil,
	"tg-spoiler": nil, "pre": nil, "code": {"class"}, "a": {"href"}, "blockquote": {"expandable"},
	"span": {"class"}, "tg-emoji": {"emoji-id"}, "tg-time": {"unix", "format"},
}

var (
	tagShape  = regexp.MustCompile(`^<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>`)
	attribute = regexp.MustCompile(`([a-z-]+)(?:="[^"]*")?`)
	entity    = regexp.MustCompile(`&([a-zA-Z]+);`)
)

// htmlFault says what Telegram would refuse in a text, "" for nothing. A tag it does not know or that is not closed
// means that nothing at all is sent.
func htmlFault(text string) string {
	var open []string
	for rest := text; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		rest = rest[i:]
		tag := tagShape.FindStringSubmatch(rest)
		if tag == nil {
			return fmt.Sprintf("stray < before %q (write &lt;)", firstRunes(rest[1:], 10))
		}
		rest = rest[len(tag[0]):]
		closing, name := tag[1] == "/", tag[2]
		switch allowed, ok := telegramTags[name]; {
		case !ok:
			return fmt.Sprintf("unknown tag <%s>", name)
		case !closing:
			if fault := attributeFault(name, tag[3], allowed); fault != "" {
				return fault
			}
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return fmt.Sprintf("</%s> closes nothing", name)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("<%s> is never closed", open[len(open)-1])
	}
	return entityFault(text)
}

func attributeFault(name, attributes string, allowed []string) string {
	found := attribute.FindAllStringSubmatch(attributes, -1)
	for _, a := range found {
		if !slices.Contains(allowed, a[1]) {
			return fmt.Sprintf("<%s> cannot have %s", name, a[1])
		}
	}
	if name == "span" && strings.TrimSpace(attributes) != `class="tg-spoiler"` {
		return `<span> needs class="tg-spoiler"`
	}
	if name == "a" && len(found) == 0 {
		return "<a> needs href"
	}
	return ""
}

// entityFault finds named entities that Telegram would show as they are written.
func entityFault(text string) string {
	for _, e := range entity.FindAllStringSubmatch(text, -1) {
		if !slices.Contains([]string{"lt", "gt", "amp", "quot"}, e[1]) {
			return "unknown entity " + e[0]
		}
	}
	return ""
}

func firstRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
