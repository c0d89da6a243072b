package flows

import (
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// An alarm that leaves by e-mail, SMS or the like can be answered without
// Telegram, by a link that works once. The link stands in the alarm alone; the
// store keeps its hash. Opening it does nothing, since mail programs open every
// link: only the button on its page does.

// seenLife is how long such a link can be used: until an alert of a long night
// has been slept over.
const seenLife = 24 * time.Hour

// seenLink makes the link of one alarm; "" where there is no address to open it at.
func (s *step) seenLink(a *care.Alert, channel string) string {
	if s.SeenURL == nil {
		return ""
	}
	token := s.newToken("seen")
	link := &care.SeenLink{ID: TokenID(token), Alert: a.ID, Channel: channel, Made: s.now, Expires: s.now.Add(seenLife)}
	if i := slices.IndexFunc(s.team().Channels, func(c care.Channel) bool { return c.ID == channel }); i >= 0 {
		link.Staff = s.team().Channels[i].Staff
	}
	s.put(care.KindSeenLink, link.ID, link)
	s.timer(TimerKey{Subject: "seenlink", ID: link.ID, What: "over"}, link.Expires)
	return s.SeenURL(token)
}

// alarmText is what an alarm on a channel says: that something waits, and how
// to say that it was heard. No names, no words.
func (s *step) alarmText(a *care.Alert, channel string) (locales.Key, Args) {
	plain, linked := locales.AlarmWaits, locales.SeenWaits
	if a.Drill {
		plain, linked = locales.DrillAlarm, locales.DrillAlarmLink
	}
	if url := s.seenLink(a, channel); url != "" {
		return linked, Args{"Link": {Link: url}}
	}
	return plain, nil
}

// onSeenLinkOver forgets a link that nobody can use any more.
func onSeenLinkOver(s *step) Reason {
	s.put(care.KindSeenLink, s.ev.Timer.ID, nil)
	return "seenlink.over"
}

// onLink: somebody pressed the button behind a link. On a channel of one
// person's own that is their "I've got this"; on a channel of the whole team
// nobody knows who it was, so it is noted on the card and the chain goes on.
func onLink(s *step) Reason {
	link := read[care.SeenLink](s, care.KindSeenLink, s.ev.Link)
	switch {
	case link == nil:
		return "link.unknown"
	case !link.Used.IsZero():
		return "link.used"
	case s.now.After(link.Expires):
		return "link.expired"
	}
	link.Used = s.now
	s.put(care.KindSeenLink, link.ID, link)
	a := s.alert(link.Alert)
	if a == nil || a.State != care.AlertOpen {
		return "link.late"
	}
	if m, _ := s.team().StaffByID(link.Staff); link.Staff != "" && !m.Role.Staff() {
		return "link.no.role"
	}
	c := s.staffContact(link.Staff)
	switch {
	case c == nil || !s.canHear(c.ID):
		return s.channelHeard(a, link) // nobody's, or of somebody who could not read what was asked
	case a.Drill:
		s.moment(a, heardMoment+link.Channel, "")
		s.me = c
		a.Tell(c.ID)
		return s.drillReached(a, c)
	}
	s.me = c
	a.Tell(c.ID)
	s.moment(a, "link", c.ID)
	return takeAlert(s, a)
}

// channelHeard notes on the cards that somebody answered on a channel; the
// calling goes on.
func (s *step) channelHeard(a *care.Alert, link *care.SeenLink) Reason {
	s.moment(a, heardMoment+link.Channel, "")
	s.putAlert(a)
	s.cards(a, false)
	return "link.heard"
}

// takenFor is how long whoever takes an alert now may be silent about it. Who
// took it by a link is asked sooner: they have not read it yet, and a program
// that tries out every button in a mail may have pressed for them.
func (s *step) takenFor() time.Duration {
	if s.ev.Kind == KindLink {
		return care.LinkTakenFor
	}
	return care.TakenFor
}

// stillKey asks its owner whether they are still with it.
func stillKey(a *care.Alert, now time.Time) locales.Key {
	if now.Sub(a.Taken) < care.TakenFor {
		return locales.SeenStill
	}
	return locales.CardStill
}

// heardMoment begins the moment of a story at which a channel was answered.
const heardMoment = "heard."

// HeardOn reports whether an alert's story notes an answer on a channel.
func HeardOn(a *care.Alert, channel string) bool {
	return !drillAt(a, heardMoment+channel, "").IsZero()
}

// heardLines say on a card on which of the team's channels somebody has
// answered, without saying who they are.
func heardLines(a *care.Alert) []Line {
	var lines []Line
	for _, m := range a.Story {
		if channel, heard := strings.CutPrefix(m.What, heardMoment); heard {
			lines = append(lines, Line{Key: locales.SeenHeard, Args: Args{"Channel": text(channel), "When": when(m.At)}})
		}
	}
	return lines
}
