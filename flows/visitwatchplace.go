package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Where a volunteer on a visit is, if they share it: the last place and no other,
// for those who would look for them. It goes with the visit.

// placeGap is how often a place that moves is kept, and placeDrawn how often the
// cards of an open alert show it.
const (
	placeGap   = 10 * time.Second
	placeDrawn = time.Minute
)

// whereabouts keeps the place that a volunteer on a visit sends. It is nothing
// that the team reads, unless they have asked for help.
func (s *step) whereabouts() (Reason, bool) {
	v := s.onVisit(s.me)
	if v == nil || s.ev.Spot == nil {
		return "", false
	}
	v.LastSeen = s.now
	s.keepPlace(v)
	if s.ownAlert() != nil || s.ev.Text != "" {
		return "", false // it goes to whoever helps, and their words to where words go
	}
	s.reply(locales.WatchPlace, nil)
	return "watch.place", true
}

// whereaboutsMove: a live location is edited every few seconds and says nothing
// but where.
func (s *step) whereaboutsMove() Reason {
	v := s.onVisit(s.me)
	if v == nil || s.now.Sub(v.LastAt) < placeGap {
		return "edited.ignored"
	}
	s.keepPlace(v)
	return "watch.moved"
}

func (s *step) keepPlace(v *care.Visit) {
	v.Last, v.LastAt = &care.Spot{Lat: s.ev.Spot.Lat, Long: s.ev.Spot.Long}, s.now
	s.putVisit(v)
	if a := s.alert(v.Alert); a != nil && a.Open() && s.now.Sub(a.Drawn) >= placeDrawn {
		a.Drawn = s.now
		s.putAlert(a)
		s.cards(a, false)
	}
}
