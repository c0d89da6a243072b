package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// parseHTML reads Telegram's HTML style into plain text and entities. Errors use Telegram's own words and byte
// offsets, because bots look at them.
func parseHTML(src string) (string, []entity, error) {
	p := htmlParser{src: src}
	for p.at < len(p.src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, unreadable(`Can't find end tag corresponding to start tag "%s"`, p.open[n-1].tag)
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = ""
		}
	}
	sortEntities(p.entities)
	return p.text.String(), p.entities, nil
}

// htmlError is Telegram's own sentence about a text that it cannot read.
type htmlError string

func (e htmlError) Error() string { return string(e) }

func unreadable(format string, args ...any) error { return htmlError(fmt.Sprintf(format, args...)) }

type htmlParser struct {
	src      string
	at       int
	text     strings.Builder
	units    int
	open     []openTag
	entities []entity
}

// openTag is a start tag whose end has not come yet.
type openTag struct {
	tag        string
	argument   string
	unix       int64
	unitsAt    int
	textAt     int
	expandable bool
}

func (p *htmlParser) step() error {
	switch p.src[p.at] {
	case '<':
		if strings.HasPrefix(p.src[p.at:], "</") {
			return p.endTag()
		}
		return p.startTag()
	case '&':
		if r, size := reference(p.src[p.at:]); size > 0 {
			p.at += size
			p.put(string(r))
			return nil
		}
	}
	next := strings.IndexAny(p.src[p.at+1:], "<&")
	if next < 0 {
		next = len(p.src) - p.at - 1
	}
	p.put(p.src[p.at : p.at+1+next])
	p.at += 1 + next
	return nil
}

func (p *htmlParser) put(text string) {
	p.text.WriteString(text)
	p.units += units(text)
}

// reference reads a character reference at the start of s: the four names that Telegram knows, or a number.
// Size is 0 when there is none.
func reference(s string) (r rune, size int) {
	body := s[1:]
	if strings.HasPrefix(body, "#") {
		return numericReference(s)
	}
	end := 0
	for end < len(body) && isLetter(body[end]) {
		end++
	}
	r, ok := map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[body[:end]]
	if !ok {
		return 0, 0
	}
	return r, 1 + end + semicolon(body[end:])
}

func numericReference(s string) (rune, int) {
	digits, base := s[2:], 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	end := 0
	for end < len(digits) && isDigit(digits[end], base) {
		end++
	}
	n, err := strconv.ParseUint(digits[:end], base, 32)
	size := len(s) - len(digits) + end
	if err != nil || n == 0 || n >= 0x10ffff || size >= 10 || (n >= 0xd800 && n <= 0xdfff) {
		return 0, 0
	}
	return rune(n), size + semicolon(digits[end:])
}

func semicolon(rest string) int {
	if strings.HasPrefix(rest, ";") {
		return 1
	}
	return 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte, base int) bool {
	return c >= '0' && c <= '9' || base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f'
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' || c == 0 }
