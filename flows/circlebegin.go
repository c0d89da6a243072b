package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// beginCircle asks whose circle it will be.
func (s *step) beginCircle() Reason {
	if !s.staff() {
		return s.refused()
	}
	s.begin(&care.Draft{What: draftCircle})
	s.show(locales.CircleName, nil, row(Button{Label: locales.CircleBack, Data: data("circle", "-", 0, "others")}))
	return "circle.begun"
}

// nameLimit keeps a first name a first name.
const nameLimit = 40

// circleNamed makes the circle, with whoever began it as its practitioner.
func circleNamed(s *step, typed string) Reason {
	typed = strings.TrimSpace(typed)
	if typed == "" || len([]rune(typed)) > nameLimit {
		s.reply(locales.CircleNameLong, nil)
		return "circle.name.long"
	}
	s.me.Draft = nil
	n := &care.Network{ID: s.newID("network"), Called: typed, Began: s.now}
	n.Add(care.Member{Contact: s.me.ID, Role: s.staffRole(s.me)})
	s.me.Networks = append(s.me.Networks, n.ID)
	s.putContact(s.me)
	s.putNetwork(n)
	s.keepLooking("network", n.ID)
	s.audit("network:"+n.ID, "circle.begun", "")
	s.showCircle(n)
	s.askFirst(n)
	return "circle.made"
}

func (s *step) staffRole(c *care.Contact) care.Role {
	if m, ok := s.team().StaffByID(c.Staff); ok {
		return m.Role
	}
	return care.Practitioner
}
