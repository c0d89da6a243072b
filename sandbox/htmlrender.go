package sandbox

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"
)

// renderHTML writes a formatted text as HTML that is safe to put on a page: only tags from this file, everything
// else escaped, links only to places that a browser may open. Line breaks stay line breaks.
func renderHTML(f formatted) string {
	r := renderer{text: f.text, entities: f.entities}
	at := 0
	for _, edge := range edges(f) {
		r.flow(at, edge)
		at = edge
		r.closeAt(edge)
		r.openAt(edge)
	}
	r.flow(at, units(f.text))
	r.closeAt(units(f.text))
	return r.out.String()
}

type renderer struct {
	text     string
	entities []entity
	next     int
	open     []entity
	out      strings.Builder
}

// edges are the offsets at which anything begins or ends.
func edges(f formatted) []int {
	var all []int
	for _, e := range f.entities {
		all = append(all, e.Offset, e.end())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (r *renderer) flow(from, to int) {
	r.out.WriteString(html.EscapeString(cutUnits(r.text, from, to)))
}

func (r *renderer) openAt(offset int) {
	for r.next < len(r.entities) && r.entities[r.next].Offset == offset {
		e := r.entities[r.next]
		r.next++
		if e.Length > 0 {
			r.begin(e)
		}
	}
}

func (r *renderer) begin(e entity) {
	start, _ := tags(e, r.text)
	r.out.WriteString(start)
	r.open = append(r.open, e)
}

// closeAt ends what ends here. Entities that cross each other are closed and opened again, so that tags nest.
func (r *renderer) closeAt(offset int) {
	first := slices.IndexFunc(r.open, func(e entity) bool { return e.end() <= offset })
	if first < 0 {
		return
	}
	inner := slices.Clone(r.open[first:])
	for _, e := range slices.Backward(inner) {
		_, end := tags(e, r.text)
		r.out.WriteString(end)
	}
	r.open = r.open[:first]
	for _, e := range inner {
		if e.end() > offset {
			r.begin(e)
		}
	}
}

var plainTags = map[string]string{
	"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code",
}

// tags are the start and the end of an entity on the page.
func tags(e entity, text string) (start, end string) {
	if tag, ok := plainTags[e.Type]; ok {
		return "<" + tag + ">", "</" + tag + ">"
	}
	switch e.Type {
	case "spoiler":
		return "<tg-spoiler>", "</tg-spoiler>"
	case "blockquote":
		return "<blockquote>", "</blockquote>"
	case "expandable_blockquote":
		return "<blockquote expandable>", "</blockquote>"
	case "pre":
		return "<pre>", "</pre>"
	case "date_time":
		when := time.Unix(e.UnixTime, 0).UTC().Format(time.RFC3339)
		return fmt.Sprintf(`<tg-time unix="%d" datetime="%s" format="%s">`,
			e.UnixTime, when, html.EscapeString(e.TimeFormat)), "</tg-time>"
	case "text_link":
		return anchor(e.URL)
	case "url":
		return anchor(cutUnits(text, e.Offset, e.end()))
	}
	return "", ""
}

func anchor(address string) (start, end string) {
	for _, scheme := range []string{"https://", "http://", "tg://", "mailto:", "tel:"} {
		if strings.HasPrefix(strings.ToLower(address), scheme) {
			return fmt.Sprintf(`<a href="%s" target="_blank" rel="noopener noreferrer">`, html.EscapeString(address)), "</a>"
		}
	}
	return "", ""
}
