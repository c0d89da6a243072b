package flows

import (
	"slices"

	"polyphony/care"
)

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
	}
	return "", nil, nil
}
