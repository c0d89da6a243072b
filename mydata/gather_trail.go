package mydata

import (
	"cmp"
	"slices"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// Who did something, when it is not somebody with a name.
const (
	whoYou     = "you"
	whoMachine = "the machine"
)

// trail is who did what with what is theirs, and what they did themselves.
func (g *gatherer) trail() {
	g.out.Trail = []Act{}
	g.follow("contact:"+g.me.ID, func(flows.Entry) bool { return true })
	for _, n := range g.me.Networks {
		g.follow("network:"+n, func(e flows.Entry) bool { return e.Who == g.me.ID })
	}
	slices.SortStableFunc(g.out.Trail, func(a, b Act) int { return a.At.Compare(b.At) })
}

func (g *gatherer) follow(subject string, theirs func(flows.Entry) bool) {
	if g.err != nil {
		return
	}
	entries, err := g.src.Trail(subject)
	if g.err = err; err != nil {
		return
	}
	for _, e := range entries {
		if !theirs(e) {
			continue
		}
		who := g.who(e.Who)
		if who == "" && slices.Contains(flows.AccessLog, e.What) {
			who = g.named(e.Who) // only staff can: they are named, also once they have left
		}
		g.out.Trail = append(g.out.Trail, Act{At: e.At, Who: who, What: string(e.What), ID: e.Detail})
		switch {
		case e.What == "words.seen":
			g.read[e.Detail] = append(g.read[e.Detail], Reader{Name: who, At: e.At})
		case requestActs[e.What]:
			g.also(care.KindRequest, e.Detail)
		}
	}
}

// requestActs are those whose detail is a request.
var requestActs = map[flows.Reason]bool{"request.opened": true, "request.joined": true, "request.shared": true, "request.unshared": true}

// who names staff and themselves; what others of the circle did is theirs.
func (g *gatherer) who(contact string) string {
	switch contact {
	case "":
		return whoMachine
	case g.me.ID:
		return whoYou
	}
	if c := get[care.Contact](g, care.KindContact, contact); c != nil && c.Staff != "" {
		return c.Name
	}
	return ""
}

// named is somebody's first name, whoever they are.
func (g *gatherer) named(contact string) string {
	if c := get[care.Contact](g, care.KindContact, contact); c != nil {
		return c.Name
	}
	return ""
}

// order puts what is long newest first, so that a reader finds the latest, and
// leaves no list out.
func (g *gatherer) order() {
	o := g.out
	slices.SortStableFunc(o.Meetings, func(a, b Meeting) int { return cmp.Compare(b.Day+b.Clock, a.Day+a.Clock) })
	slices.SortStableFunc(o.Answers, func(a, b Said) int { return b.Asked.Compare(a.Asked) })
	slices.SortStableFunc(o.Messages, func(a, b Said) int { return begun(b.Words).Compare(begun(a.Words)) })
	slices.SortStableFunc(o.FromTeam, func(a, b Reply) int { return begun(b.Words).Compare(begun(a.Words)) })
	slices.SortStableFunc(o.Visits, func(a, b Visit) int { return b.Asked.Compare(a.Asked) })
	slices.SortStableFunc(o.Help, func(a, b Help) int { return b.Opened.Compare(a.Opened) })
	filled(&o.Circles)
	filled(&o.Meetings)
	filled(&o.Agreements)
	filled(&o.Answers)
	filled(&o.Messages)
	filled(&o.Measures)
	filled(&o.Requests)
	filled(&o.Visits)
	filled(&o.Help)
}

func filled[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

func begun(words []Piece) (at time.Time) {
	if len(words) > 0 {
		at = words[0].At
	}
	return at
}
