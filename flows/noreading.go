package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// A team may switch the reading of words for danger off for everybody, in its
// team file. Then no text is read, nobody is asked for permission, and people
// are told so wherever they might believe otherwise. Button and command need no
// words and work as ever, and so do voice and pictures, which no machine reads.

// noReading reports whether the team has switched it off.
func (s *step) noReading() bool { return s.team().NoReading }

// offFor reports whether a purpose is one that the team has switched off.
func (s *step) offFor(p care.Purpose) bool { return p == care.Reading && s.noReading() }

// askedOfNobody are the purposes for which nobody is asked.
func (s *step) askedOfNobody() []care.Purpose {
	if s.noReading() {
		return []care.Purpose{care.Reading}
	}
	return nil
}

// readOrNot is the sentence that is true now.
func (s *step) readOrNot(read, not locales.Key) locales.Key {
	if s.noReading() {
		return not
	}
	return read
}

// nobodyReads says that no machine looks for danger, where somebody is told what
// this is; nothing while one does. Whoever has been told hears of a change.
func (s *step) nobodyReads() []Line {
	if s.me != nil && s.me.Unwatched != s.noReading() {
		s.me.Unwatched = s.noReading()
		s.putContact(s.me)
	}
	switch {
	case !s.noReading():
		return nil
	case s.me == nil:
		return []Line{line(locales.ReadingOffStranger)}
	case s.me.Staff != "":
		return []Line{line(locales.ReadingOffStaff)}
	}
	return []Line{line(locales.ReadingOff)}
}

// readOff stands in the list of permissions in place of the one that is off.
func (s *step) readOff() []Line {
	if s.noReading() {
		return []Line{line(locales.ReadingOffList)}
	}
	return nil
}

// without says what holds without a permission, or that it is given in vain.
func (s *step) without(p care.Purpose) Line {
	if s.offFor(p) {
		return line(locales.ReadingOffPermission)
	}
	return line(withoutIt[p])
}

// onOff is how the trail calls the two.
var onOff = map[bool]Reason{true: "on", false: "off"}

// readingNews says that the team has switched reading off, or on again.
var readingNews = map[bool]map[bool]locales.Key{
	true:  {false: locales.ReadingNowOff, true: locales.ReadingNowOffStaff},
	false: {false: locales.ReadingNowOn, true: locales.ReadingNowOnStaff},
}

// tellReading tells somebody once that their words are no longer read for
// danger, or are again: with the next thing that they write or tap, and within a
// month in any case. Whoever said no is read in neither case and told nothing.
// In the middle of a call for help it can wait.
func (s *step) tellReading(c *care.Contact) {
	if c == nil || c.Unwatched == s.noReading() || c.Stopped || !c.Died.IsZero() || s.asksNow(c) {
		return
	}
	c.Unwatched = s.noReading()
	s.putContact(c)
	if c.Staff == "" && c.RefusedReading() {
		return
	}
	var rows [][]Button
	if c.Staff == "" && !s.noReading() {
		rows = append(rows, row(Button{Label: locales.SettingsPermissions, Data: data("set", "-", 0, "all")}))
	}
	s.say(Message{Person: c.ID, Lane: Bulk, Key: readingNews[s.noReading()][c.Staff != ""], Buttons: rows,
		Guard: Guard{Purpose: PurposeNotice, Quiet: true}})
}

// asksNow reports whether somebody has a call for help that is open.
func (s *step) asksNow(c *care.Contact) bool {
	account := read[care.Account](s, care.KindAccount, ChatID(c.Chat))
	if account == nil || account.Alert == "" {
		return false
	}
	a := s.alert(account.Alert)
	return a != nil && a.Open()
}
