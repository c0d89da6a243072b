package flows

import "polyphony/care"

// visitPiece is what the person wrote about a visit. Where it is stands there
// for as long as somebody may have to find its volunteer.
func visitPiece(s *step, r care.Ref, author string) *piece {
	v := s.visit(r.ID)
	if v == nil || v.Person != author {
		return nil
	}
	p := &piece{network: v.Network, visit: v}
	for _, w := range []care.Words{v.Own, v.Wish, v.Address} {
		if w.Author == author && (w.Text != "" || w.Media.Kind != "") {
			p.words = append(p.words, w)
		}
	}
	return p
}

// volunteerPiece is a volunteer's sentence, or their number. The word that they chose as their
// quiet sign is not shown here: somebody may look over their shoulder.
func volunteerPiece(s *step, r care.Ref, author string) *piece {
	v := read[care.VolunteerWords](s, care.KindVolunteer, r.ID)
	if v != nil && v.Contact == author && r.Part == numberRef(author).Part && v.Phone.Text != "" {
		return &piece{words: []care.Words{v.Phone}, peer: v}
	}
	if v == nil || v.Contact != author || r.Part != "" || v.About.Text == "" {
		return nil
	}
	return &piece{words: []care.Words{v.About}, peer: v}
}

// unsayVisit takes the person's words out of a visit, but for where it is while
// a volunteer is there. The visit itself goes on.
func (s *step) unsayVisit(v *care.Visit) {
	v.Own, v.Wish = care.Words{}, care.Words{}
	if !v.Watched() {
		v.Address, v.Spot = care.Words{}, nil
	}
	v.Rev++
	s.putVisit(v)
}
