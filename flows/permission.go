package flows

import (
	"strconv"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// withoutIt says of each purpose what stops when it is withdrawn, and what goes on.
var withoutIt = map[care.Purpose]locales.Key{
	care.Reminders: locales.PermissionWithoutReminders,
	care.CheckIns:  locales.PermissionWithoutCheckins,
	care.Reading:   locales.PermissionWithoutReading,
	care.Sharing:   locales.PermissionWithoutSharing,
	care.Research:  locales.PermissionWithoutResearch,
}

// permissionTap opens the list, its history or one permission, or changes one.
func permissionTap(s *step, p press) Reason {
	if s.me == nil || s.me.Staff != "" {
		return s.refused()
	}
	if p.id == "-" {
		return s.permissionMenu(p.arg)
	}
	purpose := care.Purpose(p.id)
	if purposeNames[purpose] == "" {
		return s.refused()
	}
	switch {
	case p.arg == "no": // a no counts from whichever button it comes
		return s.changePermission(purpose, false)
	case p.arg == "yes" && s.offFor(purpose):
		s.notice(locales.ReadingOffNotice, nil)
		s.drawPermission(purpose, "")
		return "consent.off"
	case p.arg == "yes" && p.rev == purpose.Wording().Version:
		return s.changePermission(purpose, true)
	case p.arg == "yes":
		s.stale()
		s.drawPermission(purpose, "")
		return "consent.stale"
	}
	s.drawPermission(purpose, "")
	return "permission.shown"
}

func (s *step) permissionMenu(arg string) Reason {
	if page, found := strings.CutPrefix(arg, "history."); found {
		n, _ := strconv.Atoi(page)
		return s.drawHistory(n)
	}
	if arg == "settings" {
		return settings(s, "")
	}
	s.drawPermissions()
	return "permissions.shown"
}

// changePermission records an answer once: a second tap on the same button
// changes nothing.
func (s *step) changePermission(p care.Purpose, granted bool) Reason {
	was := s.me.Consents[p]
	_, asked := s.me.Consents[p]
	if !asked || was.Granted != granted || was.Outdated() && granted {
		s.decideConsent(p, granted)
	}
	said := locales.PermissionWithdrawn
	if granted {
		said = locales.PermissionGranted
	}
	s.drawPermission(p, said)
	return consentReason(granted)
}

// drawPermissions lists the five, each with where it stands, but for what the
// team has switched off.
func (s *step) drawPermissions() {
	var rows [][]Button
	for _, p := range care.Purposes {
		if s.offFor(p) {
			continue
		}
		rows = append(rows, row(Button{Label: s.permissionLabel(p), Args: Args{"Purpose": keyed(purposeNames[p])}, Data: data("set", string(p), 0, "")}))
	}
	rows = append(rows, row(
		Button{Label: locales.PermissionHistoryButton, Data: data("set", "-", 0, "history.0")},
		Button{Label: locales.PermissionBack, Data: data("set", "-", 0, "settings")}))
	s.say(Message{Lane: Reply, Key: locales.PermissionTitle, Lines: s.readOff(), Buttons: rows, Edit: s.ev.Message, Caption: s.ev.Caption, Guard: Guard{Purpose: PurposeReply}})
}

func (s *step) permissionLabel(p care.Purpose) locales.Key {
	answer := s.me.Consents[p]
	switch {
	case answer.Granted && answer.Outdated():
		return locales.PermissionAgain
	case answer.Granted:
		return locales.SettingsOn
	}
	return locales.SettingsOff
}

// drawPermission shows one in full: the question as it is asked, what happens
// without it, and where it stands since when.
func (s *step) drawPermission(p care.Purpose, said locales.Key) {
	key, args := locales.PermissionSingle, Args{"Purpose": keyed(purposeNames[p])}
	if said != "" {
		key = said
	}
	question := Line{Key: locales.Key(p.Wording().Text), Args: Args{"Team": text(s.team().Name)}}
	s.say(Message{Lane: Reply, Key: key, Args: args, Lines: append([]Line{question, s.without(p)}, s.answerStands(p)...),
		Buttons: s.permissionButtons(p), Edit: s.ev.Message, Caption: s.ev.Caption, Guard: Guard{Purpose: PurposeReply}})
}

// answerStands says since when the answer stands and to which wording it was given.
func (s *step) answerStands(p care.Purpose) []Line {
	answer, asked := s.me.Consents[p]
	switch {
	case !asked && s.offFor(p):
		return nil
	case !asked && p == care.Reading:
		return []Line{line(locales.PermissionUnaskedReading)}
	case !asked:
		return []Line{line(locales.PermissionUnasked)}
	}
	key := locales.PermissionStandsNo
	if answer.Granted {
		key = locales.PermissionStandsYes
	}
	lines := []Line{{Key: key, Args: Args{"When": when(answer.At), "Version": text(strconv.Itoa(answer.Wording))}}}
	if answer.Granted && answer.Outdated() {
		lines = append(lines, line(locales.PermissionChanged))
	}
	return lines
}

func (s *step) permissionButtons(p care.Purpose) [][]Button {
	answer, version := s.me.Consents[p], p.Wording().Version
	var r []Button
	if (!answer.Granted || answer.Outdated()) && !s.offFor(p) {
		r = append(r, Button{Label: locales.PermissionYes, Data: data("set", string(p), version, "yes")})
	}
	if _, asked := s.me.Consents[p]; answer.Granted || !asked {
		r = append(r, Button{Label: locales.PermissionNo, Data: data("set", string(p), version, "no")})
	}
	if len(r) == 0 {
		return [][]Button{row(Button{Label: locales.PermissionBack, Data: data("set", "-", 0, "all")})}
	}
	return [][]Button{r, row(Button{Label: locales.PermissionBack, Data: data("set", "-", 0, "all")})}
}
