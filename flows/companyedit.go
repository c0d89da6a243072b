package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// companyActs is the table of what the buttons of a map do; those of somebody on
// it stand in friendActs.
var companyActs map[string]func(*step, string) Reason

var friendActs map[string]func(*step, *care.Company, *care.Friend, string) Reason

func init() {
	companyActs = map[string]func(*step, string) Reason{
		"list": func(s *step, _ string) Reason { return s.listCompany() },
		"add":  addFriend, "pic": companyPicture, "again": companyAgain, "end": endCompany, "end_yes": companyEnded,
	}
	friendActs = map[string]func(*step, *care.Company, *care.Friend, string) Reason{
		"open": func(s *step, c *care.Company, f *care.Friend, _ string) Reason { return s.openFriend(c, f) },
		"ring": ringFriend, "name": renameFriend, "near": askNear, "bare": leaveNear, "off": askOff, "off_yes": friendOff,
	}
}

func companyTap(s *step, p press) Reason {
	if !s.hasCompany() {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	if p.id == "-" {
		if do, known := companyActs[act]; known {
			return do(s, value)
		}
		return s.refused()
	}
	c := s.myCompany()
	f := friendOf(c, p.id)
	do, known := friendActs[act]
	if f == nil || !known { // somebody else's, or taken off: the answer is the same
		s.stale()
		return s.listCompany()
	}
	return do(s, c, f, value)
}

func addFriend(s *step, _ string) Reason {
	if len(s.myCompany().People) >= care.CompanyMost {
		s.notice(locales.CompanyFull, Args{"Most": count(care.CompanyMost)})
		return s.listCompany()
	}
	s.begin(&care.Draft{What: draftFriend})
	return s.companyMessage(Message{Key: locales.CompanyName, Buttons: [][]Button{row(companyButton(locales.PlanBack, "-", "list"))}}, "company.name.asked")
}

// friendNamed takes the name of somebody new, and asks where they stand.
func friendNamed(s *step, typed string) Reason {
	name, ok := typedName(typed)
	if !ok {
		return s.companyTooLong(friendName)
	}
	c := s.myCompany()
	s.me.Draft = nil
	s.putContact(s.me)
	if !s.hasCompany() || len(c.People) >= care.CompanyMost {
		return s.listCompany()
	}
	f := care.Friend{ID: s.newID("friend"), Name: name, Ring: 2, Of: s.me.ID}
	c.People = append(c.People, f)
	s.keepCompany(c)
	return s.companyMessage(Message{Key: locales.CompanyWhere, Args: Args{"Name": friendArg(&f)}, Buttons: ringRows(&f, "new")}, "company.added")
}

func (s *step) companyTooLong(most int) Reason {
	s.touched()
	s.reply(locales.CompanyLong, Args{"Most": count(most)})
	return "company.too.long"
}

// ringLabels are the places on the picture, the nearest first.
var ringLabels = []locales.Key{locales.CompanyRing1, locales.CompanyRing2, locales.CompanyRing3}

// ringRows are the three places; then says what follows.
func ringRows(f *care.Friend, then string) (rows [][]Button) {
	for i, label := range ringLabels {
		b := companyButton(label, f.ID, "ring."+string(rune('1'+i))+"."+then)
		if then != "new" && f.Ring == i+1 {
			b.Style = "primary"
		}
		rows = append(rows, row(b))
	}
	return rows
}

// ringFriend puts somebody where the person taps. Somebody new is asked about next.
func ringFriend(s *step, c *care.Company, f *care.Friend, value string) Reason {
	ring, then := splitArg(value)
	at := slices.Index([]string{"1", "2", "3"}, ring) + 1
	if at == 0 {
		return s.refused()
	}
	f.Ring = at
	moved := *f
	s.keepCompany(c)
	if then == "new" {
		return askNear(s, c, &moved, "")
	}
	return s.openFriend(c, &moved)
}

// askNear waits for how near somebody is, in the person's own words.
func askNear(s *step, _ *care.Company, f *care.Friend, _ string) Reason {
	s.begin(&care.Draft{What: draftFriendNear, About: f.ID})
	return s.companyMessage(Message{Key: locales.CompanyNear, Args: Args{"Name": friendArg(f)},
		Buttons: [][]Button{row(companyButton(locales.CompanyLeave, f.ID, "bare"))}}, "company.near.asked")
}

// leaveNear keeps what was written before, if anything was.
func leaveNear(s *step, _ *care.Company, _ *care.Friend, _ string) Reason {
	if d := s.me.Draft; d != nil && d.What == draftFriendNear {
		s.me.Draft = nil
		s.putContact(s.me)
	}
	return s.listCompany()
}

func nearTyped(s *step, typed string) Reason {
	near, ok := shortLine(typed, friendNear)
	if !ok {
		return s.companyTooLong(friendNear)
	}
	return s.friendTyped(func(f *care.Friend) { f.Near = near })
}

func renameFriend(s *step, _ *care.Company, f *care.Friend, _ string) Reason {
	s.begin(&care.Draft{What: draftFriendName, About: f.ID})
	return s.companyMessage(Message{Key: locales.CompanyRename, Args: Args{"Name": friendArg(f)},
		Buttons: [][]Button{row(companyButton(locales.PlanBack, f.ID, "open"))}}, "company.rename.asked")
}

func friendRenamed(s *step, typed string) Reason {
	name, ok := typedName(typed)
	if !ok {
		return s.companyTooLong(friendName)
	}
	return s.friendTyped(func(f *care.Friend) { f.Name = name })
}

// friendTyped keeps what was typed about somebody who is still on the map.
func (s *step) friendTyped(change func(*care.Friend)) Reason {
	id := s.me.Draft.About
	s.me.Draft = nil
	s.putContact(s.me)
	c := s.myCompany()
	if f := friendOf(c, id); f != nil {
		change(f)
		s.keepCompany(c)
	}
	return s.listCompany()
}

// openFriend shows one of them, and what can be changed.
func (s *step) openFriend(_ *care.Company, f *care.Friend) Reason {
	msg := Message{Key: locales.CompanyPerson, Args: Args{"Name": friendArg(f)}, Buttons: ringRows(f, "")}
	if f.Near != "" {
		msg.Lines = append(msg.Lines, Line{Key: locales.CompanyNearIs, Args: Args{"Words": {Words: f.Near, By: f.Of}}})
	}
	msg.Lines = append(msg.Lines, Line{Key: locales.CompanyStands, Args: Args{"Where": keyed(ringLabels[ringIndex(f)])}})
	msg.Buttons = append(msg.Buttons,
		row(companyButton(locales.CompanyWords, f.ID, "near")),
		row(companyButton(locales.CompanyNew, f.ID, "name"), companyButton(locales.CompanyOff, f.ID, "off")),
		row(companyButton(locales.PlanBack, "-", "list")))
	return s.companyMessage(msg, "company.opened")
}

func ringIndex(f *care.Friend) int { return min(max(f.Ring, 1), len(ringLabels)) - 1 }

func askOff(s *step, _ *care.Company, f *care.Friend, _ string) Reason {
	yes := companyButton(locales.CompanyOffYes, f.ID, "off_yes")
	yes.Style = "danger"
	return s.companyMessage(Message{Key: locales.CompanyOffAsk, Args: Args{"Name": friendArg(f)},
		Buttons: [][]Button{row(yes), row(companyButton(locales.MineKeep, f.ID, "open"))}}, "company.off.asked")
}

func friendOff(s *step, c *care.Company, f *care.Friend, _ string) Reason {
	id := f.ID
	c.People = slices.DeleteFunc(c.People, func(o care.Friend) bool { return o.ID == id })
	s.keepCompany(c)
	s.companyPictureGone()
	return s.listCompany()
}
