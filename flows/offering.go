package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// Closing an alert asks whether to offer a meeting.

// offerable reports whether a meeting can be offered to whoever raised an
// alert: somebody of a circle, who is not staff there.
func (s *step) offerable(a *care.Alert) bool {
	return a.State == care.AlertDone && a.Offer == "" && a.Sender != "" && s.mayAsk(s.network(a.Network), a.Sender)
}

// offerOn puts the question, or its answer, on the closed card of its owner.
func (s *step) offerOn(a *care.Alert, m *Message) {
	if a.State != care.AlertDone || a.Owner != m.Person {
		return
	}
	answered := map[string]locales.Key{"yes": locales.OfferYesNoted, "no": locales.OfferNoNoted}
	if key, said := answered[a.Offer]; said {
		m.Lines = append(m.Lines, line(key))
	}
	if !s.offerable(a) {
		return
	}
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("alert", a.ID, a.Rev, arg)})
	}
	m.Lines = append(m.Lines, Line{Key: locales.OfferAsk, Args: Args{"Name": text(s.name(a.Sender))}})
	m.Buttons = append(m.Buttons, act(locales.OfferYes, "offer"), act(locales.OfferNo, "no_offer"))
}

// offerMeeting starts the clock of rule 9 for whoever raised the alert.
func offerMeeting(s *step, a *care.Alert) Reason { return s.answerOffer(a, "yes") }

func noMeeting(s *step, a *care.Alert) Reason { return s.answerOffer(a, "no") }

func (s *step) answerOffer(a *care.Alert, answer string) Reason {
	if a.Owner != s.me.ID || !s.offerable(a) {
		return s.refused()
	}
	a.Offer = answer
	a.Rev++
	s.moment(a, "offer."+answer, s.me.ID)
	s.putAlert(a)
	closed := s.card(a, s.me.ID)
	closed.Lane = Reply // what follows comes after it
	s.say(closed)
	if answer == "no" {
		return "alert.offer.no"
	}
	n := s.network(a.Network)
	if r := s.openRequest(n); r != nil {
		if _, asked := r.Asker(a.Sender); asked {
			return "alert.offer.known"
		}
	}
	return s.ask(n, a.Sender, a.ID)
}
