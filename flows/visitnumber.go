package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// A volunteer's number stands on the cards of those who are asked to ring, and
// of the people on call while they look for the volunteer; nowhere else and no
// longer. A line that bears it is looked at once more when it is sent (I7).

// numberLines are the number under "please ring them now".
func (s *step) numberLines(v *care.Visit, key locales.Key) []Line {
	of := s.volunteerWords(v.Volunteer)
	if of.Phone.Text == "" || s.contact(v.Volunteer) == nil {
		return nil
	}
	return []Line{{Key: key, Args: Args{"Words": s.numberArg(of)}, Late: v.ID}}
}

// onCallNumber is the number on the card of an alert that the watch has raised.
// After a quiet sign it is there for the emergency services.
func (s *step) onCallNumber(v *care.Visit, a *care.Alert) []Line {
	key := locales.TalkNumberRing
	if a.Quiet {
		key = locales.TalkNumberQuiet
	}
	if !unasked(a) || v.Alert != a.ID {
		return nil
	}
	lines := s.numberLines(v, key)
	for i := range lines {
		lines[i].Tight = true
	}
	return lines
}

// notLate finds the lines that are said only while somebody looks for a
// volunteer, when nobody does, or not this reader.
func notLate(tx Tx, contact string, m Message) (gone []int, err error) {
	for i, l := range m.Lines {
		if l.Late == "" {
			continue
		}
		sought, err := soughtBy(tx, l.Late, contact, m.Guard.As == PartBuddy)
		if err != nil {
			return nil, err
		}
		if !sought {
			gone = append(gone, i)
		}
	}
	return gone, nil
}

// soughtBy reports whether somebody looks for the volunteer of a visit now: as
// one who watches over them, or as one of the people on call.
func soughtBy(tx Tx, visit, contact string, watches bool) (bool, error) {
	var v care.Visit
	if found, err := tx.Read(care.KindVisit, visit, &v); err != nil || !found {
		return false, err
	}
	var a care.Alert
	raised, err := tx.Read(care.KindAlert, v.Alert, &a)
	if err != nil {
		return false, err
	}
	raised = raised && a.Open() && unasked(&a)
	if watches {
		return v.Watched() && toldLate(&v, contact) && !(raised && a.Quiet), nil
	}
	return raised, nil
}
