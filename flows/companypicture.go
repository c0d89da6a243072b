package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

const companySlot = "company"

// companyPicture shows the map as a picture; what stood before goes.
func companyPicture(s *step, look string) Reason {
	c := s.myCompany()
	if len(c.People) == 0 {
		return s.listCompany()
	}
	other, label := "d", locales.MeasureDark
	if look == "d" {
		other, label = "l", locales.MeasureLight
	}
	msg := s.pictureOfCompany(c, look == "d")
	msg.Person, msg.Lane, msg.Slot, msg.Fresh, msg.Replace = s.me.ID, Reply, companySlot, true, true
	msg.Key, msg.Protect, msg.Guard = locales.CompanyTitle, true, Guard{Purpose: PurposeReply}
	msg.Buttons = [][]Button{row(companyButton(label, "-", "pic."+other)), row(companyWho(c), companyButton(locales.CompanyChange, "-", "list"))}
	s.say(msg)
	return "company.picture"
}

// pictureOfCompany is the picture, and all of it in words.
func (s *step) pictureOfCompany(c *care.Company, dark bool) Message {
	return Message{Map: &Map{Friends: slices.Clone(c.People), Dark: dark, By: c.Contact}, Lines: companyLines(c)}
}

// companyLines name everybody by their number, ring by ring.
func companyLines(c *care.Company) (lines []Line) {
	ring := -1
	for i := range c.People {
		f := &c.People[i]
		if at := ringIndex(f); at != ring {
			ring = at
			lines = append(lines, Line{Key: ringTitles[at]})
		}
		l := Line{Key: locales.CompanyLineBare, Args: Args{"Number": text(strconv.Itoa(i + 1)), "Name": friendArg(f)}, Tight: true}
		if f.Near != "" {
			l.Key, l.Args["Words"] = locales.CompanyLine, Arg{Words: f.Near, By: f.Of}
		}
		lines = append(lines, l)
	}
	return lines
}

// ringTitles stand over those of one ring; they fit the person's own words and a
// reader's alike.
var ringTitles = []locales.Key{locales.CompanyNearest, locales.CompanyMiddle, locales.CompanyFarther}

// companyPictureGone takes the picture away when what it shows is not so any more.
func (s *step) companyPictureGone() {
	s.say(Message{Person: s.me.ID, Lane: Reply, Slot: companySlot, Key: locales.CompanyGone, Gone: true, Silent: true, Guard: Guard{Purpose: PurposeReply}})
}

// companyAgain gives those who have an older picture the one of now.
func companyAgain(s *step, _ string) Reason {
	it := s.shown("f", s.me.ID)
	if it == nil {
		return s.listCompany()
	}
	readers := s.stillReading(it)
	s.takeBack(it.ref, it.share, slices.Clone(it.share.Sent)...)
	it.share.At = s.now
	for _, id := range readers {
		if s.reaches(it.network, id) {
			s.sendShared(it, id)
		}
	}
	s.keepShown(it)
	s.notice(locales.CompanySent, nil)
	return s.listCompany()
}

func endCompany(s *step, _ string) Reason {
	yes := companyButton(locales.MineYes, "-", "end_yes")
	yes.Style = "danger"
	return s.companyMessage(Message{Key: locales.CompanyEndAsk, Buttons: [][]Button{row(yes), row(companyButton(locales.MineKeep, "-", "list"))}}, "company.end.asked")
}

// companyEnded deletes it here and where others have it.
func companyEnded(s *step, _ string) Reason {
	s.forgetCompany(s.me.ID, s.me.ID)
	s.companyPictureGone()
	s.unlist(s.me.ID, companyRef(s.me.ID))
	return s.companyMessage(Message{Key: locales.CompanyGone, Buttons: [][]Button{row(companyButton(locales.CompanyAdd, "-", "add"))}}, "company.ended")
}

// forgetCompany removes a map, and takes it back from whoever has it.
func (s *step) forgetCompany(id, contact string) {
	c := s.companyOf(id)
	if c == nil || c.Contact != contact {
		return
	}
	s.takeBack(companyRef(id), &c.Share, slices.Clone(c.Share.Sent)...)
	s.put(care.KindCompany, id, nil)
}
