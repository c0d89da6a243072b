package mydata

import (
	"slices"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// circle is a circle with what in it is about them: their place, whom they
// named and invited, its meetings, their agreements.
func (g *gatherer) circle(id string) {
	n := get[care.Network](g, care.KindNetwork, id)
	if n == nil {
		return
	}
	me := n.Member(g.me.ID)
	if me == nil {
		return
	}
	c := Circle{Called: n.Called, Role: string(me.Role), Relation: me.Relation, Muted: me.Muted, Began: n.Began, Closed: n.Closed,
		People: g.people(n), Named: []Named{}, Links: g.links(n)}
	for _, a := range n.Absent {
		if a.By == g.me.ID {
			c.Named = append(c.Named, Named{Name: a.Name, Relation: a.Relation, How: a.How})
		}
	}
	g.out.Circles = append(g.out.Circles, c)
	for _, ids := range [][]string{n.Past, n.Off, n.Unsaid, {n.Last}, n.Meetings} {
		for _, m := range ids {
			g.also(care.KindMeeting, m)
		}
	}
	g.also(care.KindRequest, n.Request)
	for _, p := range n.Plans {
		g.also(care.KindPlan, p)
	}
}

// people are the others, as /circle shows them. What each is to the person is
// in the person's words, and so theirs alone.
func (g *gatherer) people(n *care.Network) []Someone {
	out := []Someone{}
	for _, m := range n.Members {
		if m.Contact == g.me.ID {
			continue
		}
		one := Someone{Name: g.name(m.Contact), Role: string(m.Role)}
		if n.Centre == g.me.ID {
			one.Relation = m.Relation
		}
		out = append(out, one)
	}
	return out
}

func (g *gatherer) links(n *care.Network) []Link {
	out := []Link{}
	for _, id := range n.Invites {
		if inv := get[care.Invitation](g, care.KindInvitation, id); inv != nil && inv.By == g.me.ID {
			out = append(out, Link{Name: inv.Name, Relation: inv.Relation, Role: string(inv.Role), Made: inv.Made, Expires: inv.Expires})
		}
	}
	return out
}

// gathering is a meeting to which they were invited, or in which words of
// theirs stand.
func (g *gatherer) gathering(id string) {
	m := get[care.Meeting](g, care.KindMeeting, id)
	if m == nil {
		return
	}
	for _, b := range m.Brought {
		g.days[b.ID] = append(g.days[b.ID], m.Day)
	}
	g.also(care.KindRequest, m.Request)
	out := Meeting{Circle: g.called(m.Network), Day: m.Day, Clock: m.Clock, Zone: m.Zone, Minutes: m.Minutes, Place: m.Place,
		With: g.namesOf(m.Practitioners), Answer: string(m.Answers[g.me.ID]), Cancelled: m.Cancelled, Proposed: []string{}, Topics: []Topic{}}
	out.Begins, _ = calendar.Instant(m.Day, m.Clock, calendar.Zone(m.Zone))
	if came, said := m.Came[g.me.ID]; said {
		out.Came = &came
	}
	if m.WhyBy == g.me.ID || m.WhyBy == "" && m.PlannedBy == g.me.ID {
		out.Reason = m.Why
	}
	for _, p := range m.Proposals {
		if p.By == g.me.ID {
			out.Proposed = append(out.Proposed, p.Day+" "+p.Clock)
		}
	}
	for _, t := range m.Topics {
		if t.Words.Author == g.me.ID {
			out.Topics = append(out.Topics, Topic{Piece: piece(t.Words), Shown: t.Shown})
		}
	}
	if m.Asked(g.me.ID) || slices.Contains(m.Practitioners, g.me.ID) || len(out.Topics) > 0 {
		g.out.Meetings = append(g.out.Meetings, out)
	}
}

// asked is a meeting that they asked for; that others asked too is theirs.
func (g *gatherer) asked(id string) {
	r := get[care.Request](g, care.KindRequest, id)
	if r == nil {
		return
	}
	if a, did := r.Asker(g.me.ID); did {
		g.out.Requests = append(g.out.Requests, Request{Circle: g.called(r.Network), At: a.At, Due: a.Due, Offered: r.Offered, Shared: a.Share})
	}
}
