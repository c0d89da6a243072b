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
	return s.me.NextUnasked(s.askedOfNobody()...)
}

func (s *step) askConsent(p care.Purpose) {
	s.me.Asked = p
	s.putContact(s.me)
	s.reply(consentQuestions[p], Args{"Team": text(s.team().Name)}, s.consentButtons(p)...)
}

func (s *step) consentButtons(p care.Purpose) [][]Button {
	return [][]Button{row(
		Button{Label: locales.ConsentYes, Data: data("consent", string(p), p.Wording().Version, "yes")},
		Button{Label: locales.ConsentNo, Data: data("consent", string(p), p.Wording().Version, "no")},
	)}
}

// consentTap is an answer to one question; the next question follows in the
// same place, so that joining stays one quiet message.
func consentTap(s *step, p press) Reason {
	purpose := care.Purpose(p.id)
	if s.me == nil || consentQuestions[purpose] == "" {
		return s.refused()
	}
	if s.me.Asked != purpose || p.rev != purpose.Wording().Version {
		s.stale()
		s.drawPermissions()
		return "consent.stale"
	}
	granted := p.arg == "yes"
	if granted && s.offFor(purpose) {
		s.notice(locales.ReadingOffNotice, nil) // switched off while the question stood there: nothing to agree to
	} else {
		s.decideConsent(purpose, granted)
	}
	s.me.Asked = ""
	s.putContact(s.me)
	next, more := s.unanswered()
	if !more {
		s.redraw(locales.ConsentDone, nil)
		s.guideNext()
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
