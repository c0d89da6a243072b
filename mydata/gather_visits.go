package mydata

import "polyphony/care"

// visit is a visit that they asked for, or one that they made. To the volunteer
// neither the person's words nor where it was are theirs.
func (g *gatherer) visit(id string) {
	v := get[care.Visit](g, care.KindVisit, id)
	if v == nil || v.Person != g.me.ID && v.Volunteer != g.me.ID {
		return
	}
	out := Visit{Asked: v.At, State: string(v.State), For: string(v.For), Area: v.Area, Day: v.Day, Clock: v.Clock, Zone: v.Zone, Minutes: v.Minutes,
		Every: v.Every, Began: v.Began, Ended: v.Ended, Yours: v.Volunteer == g.me.ID, Words: []Piece{}}
	if out.Yours {
		out.With = g.name(v.Person)
		g.out.Visits = append(g.out.Visits, out)
		return
	}
	out.With = g.name(v.Volunteer)
	for _, w := range []care.Words{v.Own, v.Wish, v.Address} {
		if w.Text != "" || w.Media.Kind != "" {
			out.Words = append(out.Words, piece(w))
		}
	}
	g.out.Visits = append(g.out.Visits, out)
}

// volunteering is what they offer as a volunteer, and what they wrote as one.
func (g *gatherer) volunteering() {
	var peer *care.Peer
	if all := get[care.Peers](g, care.KindPeers, care.PeersID); all != nil {
		peer = all.Of(g.me.ID)
	}
	said := get[care.VolunteerWords](g, care.KindVolunteer, g.me.ID)
	if peer == nil && said == nil {
		return
	}
	out := &Volunteer{Words: []Piece{}, Times: []Time{}}
	if peer != nil {
		out.Admitted, out.Withdrawn, out.Paused, out.Guide = peer.Admitted, peer.Withdrawn, peer.Paused, peer.Guide
		out.Languages, out.Areas, out.Sign, out.Made, out.Last = peer.Languages, peer.Areas, string(peer.Signal), peer.Made, peer.Visited
		for _, l := range peer.Likes {
			out.Likes = append(out.Likes, string(l))
		}
		for _, t := range peer.Times {
			out.Times = append(out.Times, Time{Day: (int(t.Day)+6)%7 + 1, Part: string(t.Part)})
		}
	}
	if said != nil {
		for _, w := range []care.Words{said.About, said.Secret, said.Phone} {
			if w.Text != "" || w.Media.Kind != "" {
				out.Words = append(out.Words, piece(w))
			}
		}
	}
	g.out.Volunteer = out
}

// company is their map of company.
func (g *gatherer) company() {
	c := get[care.Company](g, care.KindCompany, g.me.ID)
	if c == nil {
		return
	}
	out := &Company{People: []Friend{}, Changed: c.Changed, Sharing: g.privately(c.Share)}
	for _, f := range c.People {
		out.People = append(out.People, Friend{Name: f.Name, Near: f.Near, Ring: f.Ring})
	}
	g.out.Company = out
}
