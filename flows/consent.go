package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// consentQuestions are asked one by one; nothing is ticked beforehand.
var consentQuestions = map[care.Purpose]locales.Key{
	care.Reminders: locales.ConsentReminders,
	care.CheckIns:  locales.ConsentCheckins,
	care.Reading:   locales.ConsentReading,
	care.Sharing:   locales.ConsentSharing,
	care.Research:  locales.ConsentResearch,
}

// purposeNames are the same purposes in a few words, for settings.
var purposeNames = map[care.Purpose]locales.Key{
	care.Reminders: locales.PurposeReminders,
	care.CheckIns:  locales.PurposeCheckins,
	care.Reading:   locales.PurposeReading,
	care.Sharing:   locales.PurposeSharing,
	care.Research:  locales.PurposeResearch,
}

// unanswered is the first permission that this person was never asked for.
// Staff are asked none: they are here because of their role.
func (s *step) unanswered() (care.Purpose, bool) {
	if s.me.Staff != "" {
		return "", false
	}
	return s.me.NextUnasked()
}

func (s *step) askConsent(p care.Purpose) {
	s.me.Asked = p
	s.putContact(s.me)
	s.reply(consentQuestions[p], Args{"Team": text(s.team().Name)}, s.consentButtons(p)...)
}

func (s *step) consentButtons(p care.Purpose) [][]Button {
	return [][]Button{row(
		Button{Label: locales.ConsentYes, Data: data("consent", string(p), care.Wording, "yes")},
		Button{Label: locales.ConsentNo, Data: data("consent", string(p), care.Wording, "no")},
	)}
}

// consentTap is an answer to one question; the next question follows in the
// same place, so that joining stays one quiet message.
func consentTap(s *step, p press) Reason {
	purpose := care.Purpose(p.id)
	if s.me == nil || consentQuestions[purpose] == "" {
		return s.refused()
	}
	if s.me.Asked != purpose || p.rev != care.Wording {
		s.stale()
		s.redraw(locales.SettingsTitle, nil, s.settingsButtons()...)
		return "consent.stale"
	}
	granted := p.arg == "yes"
	s.decideConsent(purpose, granted)
	s.me.Asked = ""
	next, more := s.unanswered()
	if !more {
		s.redraw(locales.ConsentDone, nil)
		return consentReason(granted)
	}
	s.me.Asked = next
	s.redraw(consentQuestions[next], Args{"Team": text(s.team().Name)}, s.consentButtons(next)...)
	return consentReason(granted)
}

func consentReason(granted bool) Reason {
	if granted {
		return "consent.granted"
	}
	return "consent.withheld"
}

func (s *step) decideConsent(p care.Purpose, granted bool) {
	s.me.Decide(p, granted, s.now)
	s.putContact(s.me)
	s.audit("contact:"+s.me.ID, consentReason(granted), string(p))
	if p == care.CheckIns && !granted {
		s.closeCheckIn(s.me)
	}
	if p == care.Sharing && !granted {
		s.offerTakeBack()
	}
}

// settings shows what this person has agreed to, each with a button to change
// it, and the language.
func settings(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	if s.me.Asked != "" {
		s.me.Asked = ""
		s.putContact(s.me)
	}
	s.reply(locales.SettingsTitle, nil, s.settingsButtons()...)
	return "settings.shown"
}

func (s *step) settingsButtons() [][]Button {
	var rows [][]Button
	if s.me.Staff == "" {
		for _, p := range care.Purposes {
			label, arg := locales.SettingsOff, "yes"
			if s.me.Agrees(p) {
				label, arg = locales.SettingsOn, "no"
			}
			rows = append(rows, row(Button{Label: label, Args: Args{"Purpose": keyed(purposeNames[p])}, Data: data("set", string(p), 0, arg)}))
		}
	}
	rows = append(rows, row(Button{Label: locales.SettingsZone, Args: s.zoneArgs(s.zoneOf(s.me).String()), Data: data("zone", "-", 0, "")}))
	rows = append(rows, row(Button{Label: locales.ReminderButton, Data: data("remind", "-", 0, "")}))
	if len(s.Tongues) > 1 {
		rows = append(rows, row(Button{Label: locales.SettingsLanguage, Data: data("lang", "-", 0, "")}))
	}
	return append(rows, row(Button{Label: locales.SettingsStop, Data: data("back", "-", 0, "stop")}))
}

// settingsTap sets one permission to what its button said, so that a second
// tap on an old menu changes nothing that was not meant.
func settingsTap(s *step, p press) Reason {
	purpose := care.Purpose(p.id)
	if s.me == nil || s.me.Staff != "" || purposeNames[purpose] == "" {
		return s.refused()
	}
	granted := p.arg == "yes"
	if s.me.Agrees(purpose) != granted {
		s.decideConsent(purpose, granted)
	}
	s.redraw(locales.SettingsTitle, nil, s.settingsButtons()...)
	return consentReason(granted)
}

// languageTap offers the languages, or takes one.
func languageTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	for _, tongue := range s.Tongues {
		if p.arg == tongue {
			s.me.Language = tongue
			s.putContact(s.me)
			s.redraw(locales.SettingsTitle, nil, s.settingsButtons()...)
			return "language.chosen"
		}
	}
	var rows [][]Button
	for _, tongue := range s.Tongues {
		rows = append(rows, row(Button{Label: locales.ListName, Args: Args{"Name": text(s.Question(tongue, locales.CommonLanguage))}, Data: data("lang", "-", 0, tongue)}))
	}
	s.redraw(locales.SettingsChooseLanguage, nil, rows...)
	return "language.offered"
}

// stop ends everything, at once; coming back is one tap.
func stop(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	s.me.Stopped, s.me.Draft, s.me.Asked = true, nil, ""
	s.closeCheckIn(s.me)
	s.putContact(s.me)
	s.audit("contact:"+s.me.ID, "stopped", "")
	key := locales.StopDone
	switch {
	case s.me.Staff != "":
		key = locales.StopStaff
		s.letGo("owner.stopped")
	case s.ownAlert() != nil:
		key = locales.StopAlert
	}
	s.show(key, nil, row(Button{Label: locales.StopBack, Data: data("back", "-", 0, "start")}))
	return "stopped"
}

// letGo puts the alert that this person holds back into the chain.
func (s *step) letGo(why string) { s.letGoOf(s.me, why) }

func (s *step) letGoOf(c *care.Contact, why string) {
	if a := s.alert(c.Holds); a != nil && a.State == care.AlertTaken && a.Owner == c.ID {
		s.reopen(a, why)
	}
}

func comeBackTap(s *step, p press) Reason {
	switch {
	case s.me == nil:
		return s.refused()
	case p.arg == "stop":
		return stop(s, "")
	}
	return s.comeBack()
}

func (s *step) comeBack() Reason {
	s.me.Stopped, s.me.Blocked = false, false
	s.putContact(s.me)
	s.audit("contact:"+s.me.ID, "came.back", "")
	s.say(Message{Lane: Reply, Key: locales.StartAgain, Args: Args{"Name": text(s.me.Name)}, Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	if all := s.ownMeetings(s.me); len(all) > 0 { // what was planned or moved meanwhile they have not heard of
		msg := s.meetingList(all, s.me.ID, locales.MeetingSeveral)
		msg.Lane, msg.Guard.Purpose = Reply, PurposeReply
		s.say(msg)
	}
	return "came.back"
}

// helpText says what can be done, by role.
func helpText(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	key := locales.HelpMember
	if s.staff() {
		key = locales.HelpStaff
	}
	s.say(Message{Lane: Reply, Key: key, Lines: s.crisisLines(), Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	return "help.shown"
}
