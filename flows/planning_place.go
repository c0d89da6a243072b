package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// Places: the usual ones, an address or a location of their own, a link.

// standardPlaces are those that every language has words for.
var standardPlaces = map[string]struct {
	key  locales.Key
	kind care.PlaceKind
}{
	"home": {locales.PlaceHome, care.PlaceAddress},
	"team": {locales.PlaceTeam, care.PlaceVenue},
}

// standard is a usual place in the words of whoever plans.
func (s *step) standard(name string) (place string, kind care.PlaceKind) {
	p := standardPlaces[name]
	return s.Question(s.me.Language, p.key), p.kind
}

// placeArg says a place in the reader's language: the usual ones have words in
// each, whatever language they were planned in.
func (s *step) placeArg(place string, kind care.PlaceKind) Arg {
	switch {
	case place == "" && kind == care.PlaceVideo:
		return keyed(locales.PlaceVideo)
	case place == "" && kind == care.PlaceSpot:
		return keyed(locales.PlaceSpot)
	}
	for _, p := range standardPlaces {
		for _, lang := range append([]string{""}, s.Tongues...) {
			if p.kind == kind && place == s.Question(lang, p.key) {
				return keyed(p.key)
			}
		}
	}
	return text(place)
}

func (s *step) showPlaces() {
	s.await(draftPlace)
	s.draw(locales.PlanPlace, nil, nil, nil,
		row(s.planButton(locales.PlanPlaceHome, nil, "place.home"), s.planButton(locales.PlanPlaceTeam, nil, "place.team")),
		row(s.planButton(locales.PlanPlaceVideo, nil, "place.video")), s.backRow())
}

func planPlace(s *step, v string) Reason {
	if v == "video" {
		s.showLink()
		return "plan.place.video"
	}
	if _, known := standardPlaces[v]; !known {
		return s.refused()
	}
	place, kind := s.standard(v)
	return s.choosePlace(place, kind, nil)
}

func (s *step) showLink() {
	s.await(draftLink)
	s.draw(locales.PlanLink, nil, nil, nil, row(s.planButton(locales.PlanLinkLater, nil, "nolink")), s.backRow())
}

func planNoLink(s *step, _ string) Reason { return s.choosePlace("", care.PlaceVideo, nil) }

// linkTyped takes the address of a video meeting.
func linkTyped(s *step, typed string) Reason {
	link, ok := readLink(typed)
	if !ok {
		s.reply(locales.PlanLinkWrong, nil)
		return "plan.link.wrong"
	}
	if tooLong(link, placeLimit) {
		s.reply(locales.PlanPlaceLong, nil)
		return "plan.place.long"
	}
	return s.choosePlace(link, care.PlaceVideo, nil)
}

// placeTyped takes a place in somebody's own words, or a link.
func placeTyped(s *step, typed string) Reason {
	typed = strings.TrimSpace(typed)
	switch {
	case looksLikeLink(typed):
		return linkTyped(s, typed)
	case typed == "":
		s.reply(locales.PlanPlaceEmpty, nil)
		return "plan.place.empty"
	case tooLong(typed, placeLimit):
		s.reply(locales.PlanPlaceLong, nil)
		return "plan.place.long"
	}
	return s.choosePlace(typed, care.PlaceAddress, nil)
}

func tooLong(text string, limit int) bool { return len([]rune(text)) >= limit }

// placeSent takes a location or venue while a place is awaited. Where somebody
// who asked for help is, is never taken for the place of a meeting.
func placeSent(s *step) (Reason, bool) {
	if s.me == nil || s.ev.Spot == nil || s.ownRelay() != nil || s.ownAlert() != nil || s.me.Draft == nil || !s.staff() {
		return "", false
	}
	if d := s.me.Draft; d.What != draftPlace || s.now.Sub(d.Since) > draftLife || !s.plansIn(s.me.ID, d.Network) {
		return "", false
	}
	name := strings.TrimSpace(s.ev.Text)
	if tooLong(name, placeLimit) {
		s.reply(locales.PlanPlaceLong, nil)
		return "plan.place.long", true
	}
	return s.choosePlace(name, care.PlaceSpot, s.ev.Spot), true
}

func (s *step) choosePlace(place string, kind care.PlaceKind, spot *care.Spot) Reason {
	d := s.me.Draft
	d.Place, d.Kind, d.Spot = place, kind, spot
	s.chosen(care.PartPlace)
	s.showSummary()
	return "plan.place"
}
