package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"polyphony/flows"
	"polyphony/locales"
)

// mark brackets the number of an argument inside a sentence. No file of texts
// can hold it, and people's words are put in only after the sentence was read.
const mark = "\x00"

// reader is whom a text is for.
type reader struct {
	lang string
	zone *time.Location
	now  time.Time
}

// arguments turns named arguments into what the catalogue takes, and the pieces
// that its marks stand for. Numbers go through as they are: they choose the
// plural.
func (r *Renderer) arguments(to reader, args flows.Args) (map[string]any, [][]piece) {
	named := make(map[string]any, len(args))
	var pieces [][]piece
	for name, arg := range args {
		if arg.Count != nil {
			named[name] = *arg.Count
			continue
		}
		named[name] = mark + strconv.Itoa(len(pieces)) + mark
		pieces = append(pieces, r.argument(to, arg))
	}
	return named, pieces
}

// argument finds the pieces behind a mark.
func argument(id string, args [][]piece) []piece {
	if i, err := strconv.Atoi(id); err == nil && i >= 0 && i < len(args) {
		return args[i]
	}
	return nil
}

// argument renders one argument so that it keeps its own writing direction. A
// list is a text of its own, and another of our texts runs as this one does.
func (r *Renderer) argument(to reader, arg flows.Arg) []piece {
	out := r.pieces(to, arg)
	if arg.Key != "" || arg.List != nil || arg.Crisis != "" {
		return out
	}
	return isolate(to, out)
}

// pieces renders one argument. Whatever people wrote is literal.
func (r *Renderer) pieces(to reader, arg flows.Arg) []piece {
	switch {
	case arg.Text != "":
		return []piece{{text: inOneLine(clean(arg.Text)), cut: cutNames}}
	case arg.Words != "":
		return []piece{{tag: spoilerOpen}, {text: clean(arg.Words), cut: cutFirst}, {tag: spoilerClose}}
	case arg.Open != "":
		return []piece{{text: clean(arg.Open), cut: cutFirst}}
	case arg.Key != "":
		return r.sentence(to, flows.Line{Key: arg.Key})
	case arg.Day != "":
		return []piece{{text: r.day(to, arg.Day)}}
	case arg.Link != "":
		return []piece{{text: upright(clean(arg.Link))}}
	case arg.When != nil:
		return r.when(to, *arg.When, arg.Zone, arg.Near)
	}
	return r.list(to, arg)
}

// list renders several texts, one a line or one after the other; crisis lines
// come first.
func (r *Renderer) list(to reader, arg flows.Arg) []piece {
	var items [][]piece
	if arg.Crisis != "" {
		for _, line := range r.texts.Crisis(arg.Crisis, to.lang) {
			items = append(items, isolateNumbers(to, readTags("<b>"+line.Name+"</b>: "+line.How, nil)))
		}
	}
	for _, line := range arg.List {
		items = append(items, r.sentence(to, line))
	}
	joint := "\n"
	if arg.Inline {
		joint = comma(to.lang)
	}
	var out []piece
	for i, item := range items {
		if i > 0 {
			out = append(out, piece{text: joint})
		}
		out = append(out, item...)
	}
	return out
}

// day writes a date with its weekday, and its year when it is not this one.
func (r *Renderer) day(to reader, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return clean(day)
	}
	if t.Year() != to.now.In(to.zone).Year() {
		return r.texts.Date(to.lang, t, locales.StyleDayYear)
	}
	return r.texts.Date(to.lang, t, locales.StyleDay)
}

// timeReach is how far ahead Telegram takes a <tg-time>: 1098 days. Less, since
// clocks differ.
const timeReach = 1000 * 24 * time.Hour

// when writes an instant. Telegram shows it in the zone and language of the
// reader's own device: w the weekday, D the date with the month's name, t hours
// and minutes; these alone on the day that the reader knows. Older apps show the
// text inside, which names its zone when that is not the reader's.
func (r *Renderer) when(to reader, t time.Time, zone string, near *time.Time) []piece {
	where := to.zone
	name, style, format := "", locales.StyleWhen, "wDt"
	if other := location(zone, to.zone); zone != "" && !sameClock(t, other, to.zone) {
		where, name = other, " ("+city(zone)+")"
	}
	if near != nil && t.In(where).Format(time.DateOnly) == near.In(where).Format(time.DateOnly) {
		style, format = locales.StyleClock, "t"
	}
	text := piece{text: r.texts.Date(to.lang, t.In(where), style) + name}
	if t.Unix() <= 0 || t.After(to.now.Add(timeReach)) {
		return []piece{text}
	}
	tag := piece{tag: fmt.Sprintf(`<tg-time unix="%d" format="%s">`, t.Unix(), format)}
	return []piece{tag, text, {tag: "</tg-time>"}}
}

// location finds a zone by its IANA name.
func location(name string, otherwise *time.Location) *time.Location {
	if name == "" {
		return otherwise
	}
	if loc, err := time.LoadLocation(name); err == nil {
		return loc
	}
	return otherwise
}

func sameClock(t time.Time, a, b *time.Location) bool {
	_, one := t.In(a).Zone()
	_, other := t.In(b).Zone()
	return one == other
}

// city is the part of an IANA zone's name that people know: Europe/London.
func city(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}
