package sandbox

import (
	"net/url"
	"strconv"
	"strings"
)

// set keeps the attributes that mean something; Telegram ignores the others.
func (t *openTag) set(name, value string) {
	switch t.tag + " " + name {
	case "a href", "tg-emoji emoji-id", "tg-time format":
		t.argument = value
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			t.argument = language
		}
	case "span class":
		if class, ok := strings.CutPrefix(value, "tg-"); ok {
			t.argument = class
		}
	case "blockquote expandable":
		t.expandable = true
	case "tg-time unix":
		t.unix, _ = strconv.ParseInt(value, 10, 32) // no number is no time, and then only the text is shown
	}
}

// close turns a finished tag into its entity.
func (p *htmlParser) close(t openTag) error {
	e := entity{Type: tagEntities[t.tag], Offset: t.unitsAt, Length: p.units - t.unitsAt}
	switch t.tag {
	case "a":
		if e = p.link(t, e); e.Type == "" {
			return nil
		}
	case "tg-emoji":
		if n, err := strconv.ParseInt(t.argument, 10, 64); err != nil || n == 0 {
			return unreadable("Invalid custom emoji identifier specified")
		}
		e.Type, e.CustomEmojiID = "custom_emoji", t.argument
	case "tg-time":
		if !timeFormat(t.argument) {
			return unreadable("Invalid date format used")
		}
		if t.unix <= 0 {
			return nil
		}
		e.Type, e.UnixTime, e.TimeFormat = "date_time", t.unix, t.argument
	case "blockquote":
		e.Type = "blockquote"
		if t.expandable {
			e.Type = "expandable_blockquote"
		}
	case "code", "pre":
		if p.joinCode(t, e) {
			return nil
		}
		e.Language = t.argument
	}
	p.entities = append(p.entities, e)
	return nil
}

// joinCode makes one entity of a <pre> and a <code class="language-…"> around the same text.
func (p *htmlParser) joinCode(t openTag, e entity) bool {
	if len(p.entities) == 0 {
		return false
	}
	last := &p.entities[len(p.entities)-1]
	if last.Offset != e.Offset || last.Length != e.Length {
		return false
	}
	switch {
	case t.tag == "pre" && last.Type == "code" && last.Language != "":
		last.Type = "pre"
	case t.tag == "code" && last.Type == "pre" && t.argument != "":
		last.Language = t.argument
	default:
		return false
	}
	return true
}

// link is a text link; an address that nobody could open leaves plain text, as at Telegram.
func (p *htmlParser) link(t openTag, e entity) entity {
	address := t.argument
	if address == "" {
		address = p.text.String()[t.textAt:]
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return entity{}
	}
	switch {
	case u.Scheme == "tg", u.Scheme == "mailto", u.Scheme == "tel":
	case u.Scheme == "" && strings.Contains(address, "."):
		address = "http://" + address
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
	default:
		return entity{}
	}
	e.Type, e.URL = "text_link", address
	return e
}

func timeFormat(f string) bool {
	return f == "r" || f == "R" || strings.Trim(f, "tTdDwW") == ""
}
