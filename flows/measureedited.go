package flows

import (
	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// valueEdited takes a number that its author corrected in the chat as the value
// it was before. A measure is theirs alone: the corrected number must not reach
// the team as if it were new words.
func (s *step) valueEdited(typed string) (Reason, bool) {
	if s.me == nil || len(s.me.Measures) == 0 {
		return "", false
	}
	n, as := readValue(typed)
	m, p := s.pointTyped()
	if p == nil || as == noValue {
		return "", false
	}
	day := calendar.Day(p.At, s.zoneOf(s.me))
	switch as {
	case notWhole:
		s.reply(locales.MeasureWhole, nil, row(valueButton(m, n, day), valueButton(m, n+1, day)))
		return "measure.not.whole", true
	case outOfRange:
		s.reply(locales.MeasureRange, nil)
		return "measure.out.of.range", true
	}
	old := p.Value
	p.Value = n
	s.putMeasure(m)
	return s.measureMessage(Message{Key: locales.MeasureReplaced,
		Args:    Args{"Name": ownName(m), "Day": {Day: day}, "Value": count(n), "Old": count(old)},
		Buttons: [][]Button{row(measureButton(locales.MeasurePicture, m, "pic.14.l"))}}, "measure.edited"), true
}

// pointTyped is the value that was typed in the message that was edited.
func (s *step) pointTyped() (*care.Measure, *care.Point) {
	for _, m := range s.ownMeasures() {
		for i := len(m.Points) - 1; i >= 0; i-- {
			if p := &m.Points[i]; p.Message != 0 && p.Message == s.ev.Message && s.ev.Chat == s.me.Chat {
				return m, p
			}
		}
	}
	return nil, nil
}

// point is a value as it is kept, with the message in which it was typed.
func (s *step) point(n int) care.Point {
	p := care.Point{At: s.now, Value: n}
	if s.ev.Kind != KindTap && s.ev.Chat == s.me.Chat {
		p.Message = s.ev.Message
	}
	return p
}
