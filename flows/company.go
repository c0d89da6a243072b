package flows

import (
	"slices"
	"strconv"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// The map of company is a person's own picture of the people round them: who,
// and how near in their own words. It is counted, compared and judged by nobody,
// and nobody else sees it unless they show it (rules 3 and 4).

const (
	draftFriend     = "friend"      // waits for a name
	draftFriendName = "friend.name" // waits for another name of About
	draftFriendNear = "friend.near" // waits for how near About is

	friendName = 40  // letters
	friendNear = 120 // letters
)

// forTheirMap reports whether words complete somebody's map of their company. How
// near somebody is may sound sad; it is theirs alone, as they were told, so only
// urgent words go further.
func forTheirMap(d *care.Draft) bool {
	return d != nil && (d.What == draftFriend || d.What == draftFriendName || d.What == draftFriendNear)
}

// companyCommand shows the map to whoever is at the centre of a circle, and to
// whoever has one from then.
func companyCommand(s *step, _ string) Reason {
	switch {
	case s.hasCompany():
		return s.listCompany()
	case s.staff():
		s.reply(locales.CompanyStaff, nil)
	default:
		s.reply(locales.CompanyOthers, nil)
	}
	return "company.not.theirs"
}

func (s *step) hasCompany() bool {
	if s.me == nil || s.me.Staff != "" || !s.me.Died.IsZero() {
		return false
	}
	return s.isPerson(s.me) || s.companyOf(s.me.ID) != nil
}

// isPerson reports whether somebody is at the centre of a circle.
func (s *step) isPerson(c *care.Contact) bool {
	return slices.ContainsFunc(s.belongs(c), func(n *care.Network) bool { return isCentre(n, c.ID) })
}

// companyOf is somebody's map, nil when they have none.
func (s *step) companyOf(contact string) *care.Company {
	return read[care.Company](s, care.KindCompany, contact)
}

// myCompany is the map of whoever this is, an empty one before the first name.
func (s *step) myCompany() *care.Company {
	if c := s.companyOf(s.me.ID); c != nil {
		return c
	}
	return &care.Company{Contact: s.me.ID, Share: care.Share{Audience: care.OnlyMe}}
}

func companyRef(contact string) care.Ref { return care.Ref{Kind: care.KindCompany, ID: contact} }

// keepCompany keeps a map, those who are nearest first: that is the order of
// their numbers.
func (s *step) keepCompany(c *care.Company) {
	slices.SortStableFunc(c.People, func(a, b care.Friend) int { return a.Ring - b.Ring })
	c.Changed = s.now
	s.put(care.KindCompany, c.Contact, c)
	s.wrote(c.Contact, companyRef(c.Contact))
}

func friendOf(c *care.Company, id string) *care.Friend {
	i := slices.IndexFunc(c.People, func(f care.Friend) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &c.People[i]
}

// friendArg is a name on the map, behind a spoiler: it may be anybody's.
func friendArg(f *care.Friend) Arg { return Arg{Words: f.Name, By: f.Of} }

func companyButton(label locales.Key, id, arg string) Button {
	return Button{Label: label, Data: data("company", id, 0, arg)}
}

// companyMessage draws in place, but never under a picture: its text is a caption.
func (s *step) companyMessage(m Message, reason Reason) Reason {
	m.Person, m.Lane, m.Protect, m.Guard = s.me.ID, Reply, true, Guard{Purpose: PurposeReply}
	if s.ev.Kind == KindTap && !s.ev.Caption {
		m.Edit = s.ev.Message
	}
	s.say(m)
	return reason
}

// listCompany shows everybody who is on the map, each as a button.
func (s *step) listCompany() Reason {
	c := s.myCompany()
	add := row(companyButton(locales.CompanyAdd, "-", "add"))
	if len(c.People) == 0 {
		return s.companyMessage(Message{Key: locales.CompanyNone, Buttons: [][]Button{add}}, "company.none")
	}
	rows := friendRows(c)
	if len(c.People) < care.CompanyMost {
		rows = append(rows, add)
	}
	rows = append(rows, row(companyButton(locales.CompanyPicture, "-", "pic.l")))
	if again := s.companyOutdated(c); again {
		rows = append(rows, row(companyButton(locales.CompanyAgain, "-", "again")))
	}
	rows = append(rows, row(companyWho(c), companyButton(locales.CompanyEnd, "-", "end")))
	return s.companyMessage(Message{Key: locales.CompanyList, Lines: s.companyShared(c), Buttons: rows}, "company.listed")
}

// friendRows are the names, two a line.
func friendRows(c *care.Company) (rows [][]Button) {
	for i := range c.People {
		f := &c.People[i]
		b := Button{Label: locales.CompanyNamed, Args: Args{"Number": text(strconv.Itoa(i + 1)), "Name": {Open: f.Name, By: f.Of}}, Data: data("company", f.ID, 0, "open")}
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	return rows
}

func companyWho(c *care.Company) Button {
	return Button{Label: locales.MineWho, Data: data("see", c.Contact, 0, "f.open")}
}

// companyShared says who sees it, and whether they have it as it was before.
func (s *step) companyShared(c *care.Company) []Line {
	lines := []Line{s.nowLine(s.shown("f", c.Contact))}
	if s.companyOutdated(c) {
		lines = append(lines, line(locales.CompanyOld))
	}
	return lines
}

// companyOutdated reports whether somebody has the map as it was before.
func (s *step) companyOutdated(c *care.Company) bool {
	return len(c.Share.Sent) > 0 && c.Changed.After(c.Share.At)
}

// typedName tells a name that can stand on the map: one line, not too long, and
// something to see.
func typedName(typed string) (string, bool) { return shortLine(typed, friendName) }

func shortLine(typed string, most int) (string, bool) {
	typed = strings.TrimSpace(typed)
	return typed, typed != "" && len([]rune(typed)) <= most && !strings.ContainsAny(typed, "\n\r\u2028\u2029")
}
