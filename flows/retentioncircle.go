package flows

import "polyphony/care"

// onCircleKept trims the trail of a circle. One that is closed goes when
// nothing in it is kept any longer: everybody in it was told that what they
// wrote is kept only as long as the trust has to.
func onCircleKept(s *step) Reason {
	n := s.network(s.ev.Timer.ID)
	if n == nil {
		return "network.gone"
	}
	keep := s.team().Retention
	if s.past(n.Closed, closedFor(s.team())) && !n.Closed.IsZero() && s.openAlertOf(n) == nil {
		return s.circleGoes(n)
	}
	s.trimTrail("network:"+n.ID, keep.Trail)
	s.keepLooking("network", n.ID)
	return "network.kept"
}

// closedFor is how many days a closed circle is kept: as long as the longest of
// what may still point to it; 0 without an end, when one of them has none.
func closedFor(t *care.Team) int {
	keep := t.Retention
	if keep.Words == 0 || keep.Meetings == 0 {
		return 0
	}
	return max(keep.Words, keep.Meetings)
}

// circleGoes removes a circle, its shelves, and its place with its members.
func (s *step) circleGoes(n *care.Network) Reason {
	s.fetchMembers(n)
	for _, m := range n.Members {
		if c := s.contact(m.Contact); c != nil {
			c.Networks = drop(c.Networks, n.ID)
			s.putContact(c)
		}
	}
	for page := range s.shelf(n.ID).Pages {
		s.put(care.KindShelf, shelfPageID(n.ID, page), nil)
	}
	s.put(care.KindShelf, n.ID, nil)
	return s.goes(care.KindNetwork, n.ID)
}

// trimTrail lets the old entries of a trail go.
func (s *step) trimTrail(subject string, days int) {
	if days > 0 {
		s.d.Trim = append(s.d.Trim, Trimming{Subject: subject, Before: s.now.AddDate(0, 0, -days)})
	}
}

// onWordsKept lets what somebody wrote go when it is old enough, as if they had
// deleted it: without a word to anybody. A batch at a time.
func onWordsKept(s *step) Reason {
	c := s.contact(s.ev.Timer.ID)
	if c == nil {
		return "words.gone"
	}
	keep := s.team().Retention
	s.trimTrail("contact:"+c.ID, keep.Trail)
	said := len(s.d.Say)
	left := forgetBatch
	if keep.Words > 0 {
		left = s.wordsGo(c, keep.Words)
	}
	s.d.Say = s.d.Say[:said]
	if left == 0 {
		s.timer(keptTimer("contact", c.ID), s.now)
		return "words.more"
	}
	s.tellReading(c)
	from := s.now
	if first := s.oldest(c); !first.At.IsZero() {
		from = first.At
	}
	s.keepFor("contact", c.ID, from, keep.Words)
	return "words.kept"
}
