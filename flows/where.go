package flows

import (
	"fmt"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// "Where are you? What is your phone number?" Whatever of that comes stands at
// the top of the card, so that nobody has to look for it among the words.

// heed finds a place or a number in what a sender says. The newest counts.
func (s *step) heed(a *care.Alert, said care.Words) {
	if spotOf(said.Media) != nil {
		a.Where = said
		s.moment(a, "place.given", a.Sender)
	}
	if number, ok := s.numberIn(said.Text); ok {
		a.Phone = said
		a.Phone.Text, a.Phone.Media = number, care.Media{}
		s.moment(a, "number.given", a.Sender)
	}
}

// numberIn is the first number in a text that can be rung, as it was written.
// The numbers that we ourselves told people are none of theirs.
func (s *step) numberIn(text string) (number string, ok bool) {
	country := s.team().Country
	ours := map[string]bool{}
	for _, l := range s.team().Lines {
		ours[dialled(l.Number, country)] = true
	}
	for _, n := range numbersIn(text, country) {
		if !ours[dialled(n, country)] {
			return n, true
		}
	}
	return "", false
}

// geo begins a place as it is kept (RFC 5870).
const geo = "geo:"

// whereLines are the place and the number on a card, behind a spoiler as all
// that people write (rule 12). Once it is finished nobody needs them there.
func (s *step) whereLines(a *care.Alert) (lines []Line) {
	if !a.Open() {
		return nil
	}
	if a.Phone.Text != "" {
		lines = append(lines, Line{Key: locales.WhereCall, Args: Args{"Words": {Words: dialled(a.Phone.Text, s.team().Country), By: a.Phone.Author}}})
	}
	if at := spotOf(a.Where.Media); at != nil {
		lines = append(lines, Line{Key: locales.WherePlace, Tight: len(lines) > 0, Args: Args{
			"Words": {Words: strings.TrimSpace(a.Where.Text + "\n" + mapLink(at)), By: a.Where.Author}, "When": when(a.Where.At)}})
	}
	return lines
}

// spotOf reads a place that was sent, nil when there is none.
func spotOf(m care.Media) *care.Spot {
	at := &care.Spot{}
	if _, err := fmt.Sscanf(m.File, geo+"%f,%f", &at.Lat, &at.Long); m.Kind != care.Location || err != nil {
		return nil
	}
	return at
}
