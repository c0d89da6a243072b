package flows

import (
	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Everybody lives by some clock. Times are shown in it, and quiet hours and
// check-ins follow it; without a choice it is the team's.

const draftZone = "zone"

// zoneTap handles the buttons of the time zone: ask, take the team's, take the
// one that was found.
func zoneTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	switch p.arg {
	case "":
		return s.askZone()
	case "team":
		return s.setZone("")
	case "keep":
		return s.zoneKept()
	}
	if zone, ok := calendar.City(p.arg); ok && p.rev == s.me.Menu {
		return s.setZone(zone)
	}
	s.stale()
	return s.askZone()
}

func (s *step) askZone() Reason {
	s.begin(&care.Draft{What: draftZone})
	rows := [][]Button{row(Button{Label: locales.ZoneBack, Data: data("zone", "-", s.me.Menu, "keep")})}
	if s.me.Zone != "" {
		rows = append([][]Button{row(Button{Label: locales.ZoneTeam, Data: data("zone", "-", s.me.Menu, "team")})}, rows...)
	}
	s.show(locales.ZoneAsk, s.zoneArgs(s.zoneOf(s.me).String()), rows...)
	return "zone.asked"
}

// zoneTyped finds the city that somebody wrote and shows its clock: a wrong
// guess is seen at once.
func zoneTyped(s *step, typed string) Reason {
	zone, ok := calendar.City(typed)
	if !ok {
		s.touched()
		s.reply(locales.ZoneUnknown, nil, row(Button{Label: locales.ZoneBack, Data: data("zone", "-", s.me.Menu, "keep")}))
		return "zone.unknown"
	}
	s.touched()
	s.reply(locales.ZoneFound, s.zoneArgs(zone),
		row(Button{Label: locales.ZoneYes, Data: data("zone", "-", s.me.Menu, zone), Style: "primary"}),
		row(Button{Label: locales.ZoneNo, Data: data("zone", "-", s.me.Menu, "")}))
	return "zone.found"
}

func (s *step) zoneArgs(zone string) Args {
	local := s.now.In(calendar.Zone(zone))
	return Args{"City": text(calendar.CityOf(zone)), "Time": text(local.Format("15:04"))}
}

// setZone keeps the clock that this person lives by.
func (s *step) setZone(zone string) Reason {
	s.caughtUp(s.me)
	s.me.Zone, s.me.Draft = zone, nil
	s.putContact(s.me)
	s.remindAnew(s.me)
	s.askAnew(s.me)
	s.audit("contact:"+s.me.ID, "zone.set", zone)
	s.redraw(locales.ZoneSet, s.zoneArgs(s.zoneOf(s.me).String()), row(Button{Label: locales.ZoneBack, Data: data("zone", "-", s.me.Menu, "keep")}))
	return "zone.set"
}

// askAnew sets the next check-in of each plan that runs for somebody, by the
// clock that they live by now.
func (s *step) askAnew(c *care.Contact) {
	for _, n := range s.belongs(c) {
		for _, id := range n.Plans {
			if p := s.plan(id); p != nil && p.Member == c.ID && p.Agreed && !p.Ended {
				s.askNext(p)
			}
		}
	}
	for _, m := range s.ownMeasures() {
		if m.Clock != "" {
			s.measureNext(m)
		}
	}
}

// zoneKept goes back to the settings.
func (s *step) zoneKept() Reason {
	s.me.Draft = nil
	s.putContact(s.me)
	s.redraw(locales.SettingsTitle, nil, s.settingsButtons()...)
	return "settings.shown"
}
