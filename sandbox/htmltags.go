package sandbox

import "strings"

// tagEntities maps each tag that Telegram supports to its entity; the empty ones are decided at their end.
var tagEntities = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
	"code": "code", "pre": "pre", "a": "", "tg-emoji": "", "tg-time": "", "blockquote": "",
}

func (p *htmlParser) startTag() error {
	begin := p.at
	name := p.until(begin+1, func(c byte) bool { return isSpace(c) || c == '>' })
	if p.at >= len(p.src) {
		return unreadable("Unclosed start tag at byte offset %d", begin)
	}
	t := openTag{tag: strings.ToLower(name), unitsAt: p.units, textAt: p.text.Len()}
	if _, ok := tagEntities[t.tag]; !ok {
		return unreadable("Unsupported start tag \"%s\" at byte offset %d", t.tag, begin)
	}
	if err := p.attributes(&t, begin); err != nil {
		return err
	}
	if t.tag == "span" && t.argument != "spoiler" {
		return unreadable("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, t)
	return nil
}

// until moves from a position to the first byte that ends the run, and returns the run.
func (p *htmlParser) until(from int, ends func(byte) bool) string {
	p.at = from
	for p.at < len(p.src) && !ends(p.src[p.at]) {
		p.at++
	}
	return p.src[from:p.at]
}

func (p *htmlParser) skipSpace() {
	p.until(p.at, func(c byte) bool { return !isSpace(c) })
}

// attributes reads up to and over the closing bracket.
func (p *htmlParser) attributes(t *openTag, begin int) error {
	for {
		p.skipSpace()
		if p.at < len(p.src) && p.src[p.at] == '>' {
			p.at++
			return nil
		}
		name := p.until(p.at, func(c byte) bool { return isSpace(c) || strings.IndexByte(`=>/"'`, c) >= 0 })
		if name == "" {
			return unreadable("Empty attribute name in the tag \"%s\" at byte offset %d", t.tag, begin)
		}
		p.skipSpace()
		if p.at >= len(p.src) {
			return unreadable("Unclosed start tag \"%s\" at byte offset %d", t.tag, begin)
		}
		if p.src[p.at] != '=' {
			t.set(name, "")
			continue
		}
		p.at++
		value, err := p.value(t.tag, begin)
		if err != nil {
			return err
		}
		t.set(name, value)
	}
}

func (p *htmlParser) value(tag string, begin int) (string, error) {
	p.skipSpace()
	if p.at >= len(p.src) {
		return "", unreadable("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
	}
	var value string
	if quote := p.src[p.at]; quote == '"' || quote == '\'' {
		raw := p.until(p.at+1, func(c byte) bool { return c == quote })
		value = unescape(raw)
		p.at = min(p.at+1, len(p.src))
	} else {
		from := p.at
		value = strings.ToLower(p.until(from, func(c byte) bool {
			return !isLetter(c) && !isDigit(c, 10) && c != '.' && c != '-'
		}))
		if p.at < len(p.src) && !isSpace(p.src[p.at]) && p.src[p.at] != '>' {
			return "", unreadable("Unexpected end of name token at byte offset %d", from)
		}
	}
	if p.at >= len(p.src) {
		return "", unreadable("Unclosed start tag at byte offset %d", begin)
	}
	return value, nil
}

func unescape(raw string) string {
	var b strings.Builder
	for i := 0; i < len(raw); {
		if raw[i] == '&' {
			if r, size := reference(raw[i:]); size > 0 {
				b.WriteRune(r)
				i += size
				continue
			}
		}
		b.WriteByte(raw[i])
		i++
	}
	return b.String()
}

func (p *htmlParser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return unreadable("Unexpected end tag at byte offset %d", begin)
	}
	name := strings.ToLower(p.until(begin+2, func(c byte) bool { return isSpace(c) || c == '>' }))
	p.skipSpace()
	if p.at >= len(p.src) || p.src[p.at] != '>' {
		return unreadable("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	t := p.open[len(p.open)-1]
	if name != "" && name != t.tag {
		return unreadable("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, t.tag, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units == t.unitsAt {
		return nil
	}
	return p.close(t)
}
