package flows

import (
	"slices"
	"time"

	"polyphony/care"
)

// takenBack says why somebody's words may not leave as they were queued: their
// author does not show them to this reader any more, has changed them since, or
// has deleted the answer that this is.
func takenBack(tx Tx, c *care.Contact, r Row, n *care.Network) (Reason, error) {
	g := r.Message.Guard
	if g.Shared != nil {
		if why, err := unshared(tx, c.ID, *g.Shared, n); err != nil || why != "" {
			return why, err
		}
		return changedSince(tx, r)
	}
	if g.Note == "" {
		return "", nil
	}
	found, err := tx.Read(care.KindNote, g.Note, new(care.Note))
	if err != nil || !found {
		return "deleted", err
	}
	return "", nil
}

// changedSince drops a card that waited while its author changed a word on it:
// the card with the new words follows it.
func changedSince(tx Tx, r Row) (Reason, error) {
	if r.Message.Copy != nil {
		return "", nil // passed on as it stands
	}
	ref := *r.Message.Guard.Shared
	words, err := wordsOf(tx, ref)
	if err != nil || !lastEdit(words).After(ref.At) {
		return "", err
	}
	return "changed", nil
}

// lastEdit is when a word was changed last, zero when none was.
func lastEdit(words []care.Words) (last time.Time) {
	for _, w := range words {
		if w.Edited.After(last) {
			last = w.Edited
		}
	}
	return last
}

// wordsOf reads the words of something that can be shown.
func wordsOf(tx Tx, r care.Ref) ([]care.Words, error) {
	switch r.Kind {
	case care.KindCheckIn:
		var in care.CheckIn
		_, err := tx.Read(r.Kind, r.ID, &in)
		return in.Words, err
	case care.KindNote:
		var n care.Note
		_, err := tx.Read(r.Kind, r.ID, &n)
		return n.Words, err
	}
	return nil, nil
}

// unshared says why a copy of something shared may not reach its reader any
// more, "" when it may: asked at the moment of sending (I4, I7).
func unshared(tx Tx, reader string, r care.Ref, n *care.Network) (Reason, error) {
	author, sh, err := sharedBy(tx, r)
	if err != nil {
		return "", err
	}
	if author == "" {
		return "erased", nil
	}
	if !includes(r.Kind, sh, reader) {
		return "unshared", nil
	}
	if n.Member(author) == nil || slices.Contains(n.Died, author) {
		return "author.left", nil
	}
	var c care.Contact
	switch found, err := tx.Read(care.KindContact, author, &c); {
	case err != nil:
		return "", err
	case !found || !c.Died.IsZero():
		return "erased", nil
	case !mayShare(&c):
		return "author.withdrew", nil
	}
	return "", nil
}

// sharedBy reads whose a thing is, and their choice; no author: it is gone.
func sharedBy(tx Tx, r care.Ref) (string, *care.Share, error) {
	switch r.Kind {
	case care.KindCheckIn:
		var in care.CheckIn
		found, err := tx.Read(r.Kind, r.ID, &in)
		if err != nil || !found || len(in.Words) == 0 {
			return "", nil, err
		}
		return in.Member, &in.Share, nil
	case care.KindNote:
		var n care.Note
		if found, err := tx.Read(r.Kind, r.ID, &n); err != nil || !found {
			return "", nil, err
		}
		return n.Author, &n.Share, nil
	case care.KindMeasure:
		var m care.Measure
		if found, err := tx.Read(r.Kind, r.ID, &m); err != nil || !found {
			return "", nil, err
		}
		return m.Member, &m.Share, nil
	case care.KindCompany:
		var c care.Company
		if found, err := tx.Read(r.Kind, r.ID, &c); err != nil || !found {
			return "", nil, err
		}
		return c.Contact, &c.Share, nil
	}
	return "", nil, nil
}
