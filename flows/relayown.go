package flows

import (
	"slices"

	"polyphony/care"
)

// What was said in a relay belongs to whoever said it, as everything does that
// people write: they read it in /mine, delete it, and it goes with them.

// relayedBy are one author's words in the relays of an alert.
func relayedBy(a *care.Alert, author string) (out []care.Words) {
	for _, w := range a.Relayed {
		if w.Author == author && author != "" {
			out = append(out, w)
		}
	}
	return out
}

// WithRelayed are the words of a call for help and what its sender said in
// relays besides: most of that stands on the card too, and counts once.
func WithRelayed(a *care.Alert, sender string) []care.Words {
	out := slices.Clone(a.Words)
	for _, w := range relayedBy(a, sender) {
		same := func(o care.Words) bool { return o.At.Equal(w.At) && o.Message == w.Message && o.Text == w.Text }
		if !slices.ContainsFunc(out, same) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b care.Words) int { return a.At.Compare(b.At) })
	return out
}

// unrelay removes one author's words from the relays of an alert.
func (s *step) unrelay(a *care.Alert, author string) {
	a.Relayed = slices.DeleteFunc(a.Relayed, func(w care.Words) bool { return w.Author == author })
}

// unname: whoever wrote in a relay is erased. What they said to somebody in
// danger stays as long as the trust must keep calls for help, as nobody's.
func (s *step) unname(a *care.Alert, author string) {
	if s.team().Retention.Alerts == 0 && !a.Open() {
		s.unrelay(a, author)
	}
	for i := range a.Relayed {
		if a.Relayed[i].Author == author {
			nobodys(&a.Relayed[i], a.Open())
		}
	}
	s.putAlert(a)
}

// namelessRelay makes what the sender said in relays nobody's; where they are
// and their number go as soon as nobody helps them any more.
func (s *step) namelessRelay(a *care.Alert) {
	for i := range a.Relayed {
		if w := &a.Relayed[i]; w.Author == a.Sender {
			nobodys(w, a.Open())
		}
	}
	nobodys(&a.Where, true)
	nobodys(&a.Phone, true)
	if !a.Open() {
		a.Where, a.Phone = care.Words{}, care.Words{}
	}
}

// notInRelay: words of a relay reach the two of them and nobody else, also if
// their row was written for another (I7).
func notInRelay(tx Tx, c *care.Contact, alert string) (Reason, error) {
	var a care.Alert
	found, err := tx.Read(care.KindAlert, alert, &a)
	if err != nil {
		return "", err
	}
	if !found || a.Sender != c.ID && !slices.Contains(a.Told, c.ID) {
		return "relay.not.theirs", nil
	}
	return "", nil
}
