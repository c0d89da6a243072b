package flows

import (
	"slices"
	"time"

	"polyphony/care"
)

// visitOutdated says why a row about a visit is not wanted any more: the visit
// has changed, or its reader has not that part in it now (I4, I7).
func visitOutdated(tx Tx, c *care.Contact, g Guard, now time.Time) (Reason, error) {
	var v care.Visit
	found, err := tx.Read(care.KindVisit, g.Visit, &v)
	if err != nil || !found {
		return "visit.gone", err
	}
	if g.Seq != 0 && v.Seq != g.Seq {
		return "moved", nil
	}
	if holds := visitParts[g.As]; holds == nil || !holds(&v, c.ID, now) {
		return "no.part", nil
	}
	if g.As == PartVisited || g.As == PartBuddy && v.Watched() {
		return "", nil // whoever watches over somebody goes on until they are safe, also without a role
	}
	return noPeer(tx, &v, c, g.As)
}

// visitParts says who has which part in a visit.
var visitParts = map[VisitPart]func(v *care.Visit, contact string, now time.Time) bool{
	PartVisited: func(v *care.Visit, contact string, _ time.Time) bool { return v.Person == contact },
	PartAsked: func(v *care.Visit, contact string, _ time.Time) bool {
		a := v.Asking(contact)
		return a != nil && (a.Answer == "" || a.Answer == care.OfferYes) && v.Open()
	},
	PartVolunteer: func(v *care.Visit, contact string, _ time.Time) bool { return v.Volunteer == contact },
	PartDoor:      mayKnowWhere,
	PartBuddy: func(v *care.Visit, contact string, _ time.Time) bool {
		return slices.Contains([]string{v.Buddy.Contact, v.Deputy.Contact}, contact)
	},
}

// mayKnowWhere reports whether a contact may be shown where a visit is: only
// the volunteer who goes, from a day before until its safe end.
func mayKnowWhere(v *care.Visit, contact string, now time.Time) bool {
	if v.Volunteer != contact || v.State != care.VisitAgreed && !v.Watched() {
		return false
	}
	begins, err := visitBegins(v)
	return err == nil && (v.Watched() || !now.Before(begins.Add(-care.AddressBefore)))
}

// noPeer says that a reader who must be an admitted volunteer is none any more.
// On a visit that runs they hear everything all the same, until they are safe.
func noPeer(tx Tx, v *care.Visit, c *care.Contact, as VisitPart) (Reason, error) {
	if as == PartBuddy || v.Watched() {
		return "", nil
	}
	var all care.Peers
	if _, err := tx.Read(care.KindPeers, care.PeersID, &all); err != nil {
		return "", err
	}
	if p := all.Of(c.ID); p == nil || !p.Withdrawn.IsZero() {
		return "no.role", nil
	}
	return "", nil
}
