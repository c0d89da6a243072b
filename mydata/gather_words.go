package mydata

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/flows"
)

// written reads everything that they wrote, kind by kind. Meetings come first:
// they say what of the rest is brought to them.
func (g *gatherer) written() {
	for _, of := range []struct {
		kind care.Kind
		read func(string)
	}{
		{care.KindMeeting, g.gathering}, {care.KindRequest, g.asked}, {care.KindCheckIn, g.answer}, {care.KindPlan, g.agreement},
		{care.KindNote, g.message}, {care.KindMeasure, g.measure}, {care.KindAlert, g.help}, {care.KindVisit, g.visit},
	} {
		for i := 0; i < len(g.mine[of.kind]); i += batch {
			ids := g.mine[of.kind][i:min(i+batch, len(g.mine[of.kind]))]
			g.fetch(of.kind, ids)
			for _, id := range ids {
				if g.first(of.kind, id) {
					of.read(id)
				}
			}
		}
	}
}

// batch is how many records come in one round trip.
const batch = 100

func piece(w care.Words) Piece {
	p := Piece{At: w.At, Text: w.Text, Kind: string(w.Media.Kind), File: w.Media.File, Edited: w.Edited}
	if p.Kind == "" {
		p.Kind = "text"
	}
	return p
}

// own keeps those words that are theirs.
func (g *gatherer) own(all []care.Words) []Piece {
	out := []Piece{}
	for _, w := range all {
		if w.Author == g.me.ID || w.Author == "" {
			out = append(out, piece(w))
		}
	}
	return out
}

func (g *gatherer) readers(item string) []Reader {
	if g.read[item] == nil {
		return []Reader{}
	}
	return g.read[item]
}

func (g *gatherer) answer(id string) {
	in := get[care.CheckIn](g, care.KindCheckIn, id)
	if in == nil || in.Member != g.me.ID {
		return
	}
	g.also(care.KindPlan, in.Plan)
	said := Said{Circle: g.called(in.Network), Asked: in.Asked, Skipped: in.Skipped, Words: g.own(in.Words),
		Sharing: g.sharing(in.Share), Read: g.readers(id), Brought: g.days[id]}
	for _, q := range in.Questions {
		said.Questions = append(said.Questions, q.Text)
	}
	if len(said.Questions) == 0 && in.Question != "" {
		said.Questions = []string{in.Question}
	}
	g.out.Answers = append(g.out.Answers, said)
}

func (g *gatherer) message(id string) {
	n := get[care.Note](g, care.KindNote, id)
	if n == nil || n.Author != g.me.ID {
		return
	}
	g.out.Messages = append(g.out.Messages, Said{Circle: g.called(n.Network), Words: g.own(n.Words),
		Sharing: g.sharing(n.Share), Read: g.readers(id), Brought: g.days[id]})
}

func (g *gatherer) agreement(id string) {
	p := get[care.Plan](g, care.KindPlan, id)
	if p == nil || p.Member != g.me.ID {
		return
	}
	a := Agreement{Circle: g.called(p.Network), Questions: []string{}, After: p.After, Clock: p.Clock, From: p.From, Until: p.Until,
		Proposed: g.name(p.By), Agreed: p.Agreed, Ended: p.Ended, Paused: p.Paused, Begun: p.At}
	for _, q := range p.Asks() {
		a.Questions = append(a.Questions, q.Text)
	}
	for _, d := range p.OnDays() {
		a.Days = append(a.Days, (int(d)+6)%7+1)
	}
	if p.Silence != nil {
		do := piece(p.Silence.Do)
		a.Silence, a.Do = p.Silence.Days, &do
	}
	g.out.Agreements = append(g.out.Agreements, a)
	if p.Open != "" && g.first(care.KindCheckIn, p.Open) {
		g.answer(p.Open)
	}
}

func (g *gatherer) measure(id string) {
	m := get[care.Measure](g, care.KindMeasure, id)
	if m == nil || m.Member != g.me.ID {
		return
	}
	out := Measure{Name: m.Name, Clock: m.Clock, Began: m.Began, Ended: m.Ended, Values: []Value{}, Sharing: g.privately(m.Share)}
	for _, p := range m.Points {
		out.Values = append(out.Values, Value{At: p.At, Value: p.Value})
	}
	g.out.Measures = append(g.out.Measures, out)
}

// help is a call for help that they made: their words, and what was done.
func (g *gatherer) help(id string) {
	a := get[care.Alert](g, care.KindAlert, id)
	if a == nil {
		return
	}
	if a.Finish.Text != "" && a.Finish.Author == g.me.ID { // what they did about somebody else's
		g.out.Messages = append(g.out.Messages, Said{Words: g.own([]care.Words{a.Finish}), Sharing: g.sharing(care.Share{})})
	}
	if a.Sender != g.me.ID {
		g.relayed(a)
		return
	}
	g.out.Help = append(g.out.Help, Help{Circle: g.called(a.Network), Opened: a.Opened, Signals: slices.Concat([]string{}, a.Signals),
		Words: g.own(flows.WithRelayed(a, g.me.ID)), Told: g.namesOf(a.Told), TakenBy: g.name(a.Owner), Taken: a.Taken, Closed: a.Closed, Done: a.Outcome, Safe: a.SaysSafe})
}

// relayed is what they wrote to somebody who asked for help, as the team.
func (g *gatherer) relayed(a *care.Alert) {
	said := []Piece{}
	for _, w := range a.Relayed {
		if w.Author == g.me.ID {
			said = append(said, piece(w))
		}
	}
	if len(said) > 0 {
		g.out.Messages = append(g.out.Messages, Said{Circle: g.called(a.Network), Words: said, Sharing: g.sharing(care.Share{}), Read: []Reader{}})
	}
}

// replied is what the team wrote to them while somebody helped.
func (g *gatherer) replied(a *care.Alert) {
	for _, w := range a.Relayed {
		if w.Author != "" && w.Author != g.me.ID {
			g.out.FromTeam = append(g.out.FromTeam, Reply{From: g.name(w.Author), Words: []Piece{piece(w)}})
		}
	}
}

// answered finds what the team answered them, in what the staff of their
// circles wrote.
func (g *gatherer) answered() {
	g.out.FromTeam = []Reply{}
	for _, id := range g.mine[care.KindAlert] {
		if a := get[care.Alert](g, care.KindAlert, id); a != nil && a.Sender == g.me.ID {
			g.replied(a)
		}
	}
	asked := map[string]bool{}
	for _, id := range g.me.Networks {
		n := get[care.Network](g, care.KindNetwork, id)
		if n == nil {
			continue
		}
		for _, staff := range n.With(care.Practitioner, care.Coordinator) {
			if staff != g.me.ID && !asked[staff] {
				asked[staff] = true
				g.answersOf(staff)
			}
		}
	}
}

func (g *gatherer) answersOf(staff string) {
	page := get[care.Mine](g, care.KindMine, staff)
	if page == nil {
		return
	}
	for i := page.Pages; i >= 0 && page != nil; i-- {
		var ids []string
		for _, r := range page.Items {
			if r.Kind == care.KindNote {
				ids = append(ids, r.ID)
			}
		}
		g.fetch(care.KindNote, ids)
		for _, id := range ids {
			g.replyTo(id)
		}
		page = get[care.Mine](g, care.KindMine, staff+"."+strconv.Itoa(i-1))
	}
}

func (g *gatherer) replyTo(id string) {
	n := get[care.Note](g, care.KindNote, id)
	if n == nil || n.To != g.me.ID {
		return
	}
	r := Reply{From: g.name(n.Author), Words: []Piece{}}
	for _, w := range n.Words {
		r.Words = append(r.Words, piece(w))
	}
	g.out.FromTeam = append(g.out.FromTeam, r)
}
