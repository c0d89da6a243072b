package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// Whoever is asked in several circles knows before they write which question
// their words answer and who reads them, and can answer the other one too.

// asking is the text of a question: it promises no reader whom the member's own
// last choice leaves out.
func (s *step) asking(in *care.CheckIn) (locales.Key, Args, []Line) {
	key := locales.CheckAsk
	if c := s.contact(in.Member); c != nil && c.Prefer[in.Network].Audience == care.OnlyMe {
		key = locales.AnsweringAskMe
	}
	return key, Args{"Name": text(s.name(in.Member)), "Questions": quoted(in.Asks())}, s.whose(locales.AnsweringCircle, in)
}

// whose names the circle of a question to somebody who has several.
func (s *step) whose(key locales.Key, in *care.CheckIn) []Line {
	if c := s.contact(in.Member); c == nil || len(s.circles(c)) < 2 {
		return nil
	}
	return []Line{{Key: key, Args: Args{"Circle": text(circleName(s.network(in.Network)))}}}
}

// alsoOpen leads to a question of another circle that waits unanswered.
func (s *step) alsoOpen(in *care.CheckIn) (rows [][]Button) {
	for _, n := range s.ownCircles(s.me) {
		if n.ID == in.Network {
			continue
		}
		for _, p := range s.plansOf(n, s.me.ID) {
			if other := s.checkin(p.Open); s.answerable(p, other) {
				rows = append(rows, row(checkInButton(other, locales.AnsweringAlso, Args{"Circle": text(n.Called)}, "now")))
			}
		}
	}
	return rows
}

// answerable reports whether a plan's question still waits for its first words.
func (s *step) answerable(p *care.Plan, in *care.CheckIn) bool {
	return in != nil && p.Agreed && p.Open == in.ID && len(in.Words) == 0 && !in.Skipped && !s.isPaused(p)
}

// answerNow takes what is written next as the answer to this question.
func answerNow(s *step, p *care.Plan, in *care.CheckIn, _ string) Reason {
	if !s.answerable(p, in) || s.place(s.network(in.Network), s.me.ID) == nil {
		s.stale()
		return showQuestion(s, p, in, "")
	}
	s.superseded(s.me)
	s.me.CheckIn = in.ID
	s.putContact(s.me)
	key, args, lines := s.asking(in)
	s.say(Message{Lane: Reply, Key: key, Args: args, Lines: lines, Buttons: checkInButtons(in), Guard: Guard{Purpose: PurposeReply}})
	return "checkin.answer.now"
}
