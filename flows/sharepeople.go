package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// draftShare holds who is ticked while an author chooses people.
const draftShare = "share"

// chooseReaders lists the members of the circle; the team is not listed, since it
// sees it anyway.
func (s *step) chooseReaders(it *shown) Reason {
	if !mayShare(s.me) {
		return s.askToShare(it, care.ThesePeople)
	}
	if len(s.candidates(it)) == 0 {
		return s.openChoice(it)
	}
	ticked := s.lastPeople(it)
	if showsOthers(it.share.Audience) {
		ticked = slices.Clone(it.share.People)
	}
	s.begin(&care.Draft{What: draftShare, Network: it.network, Invited: ticked})
	s.showWho(it)
	return "share.choosing"
}

func (s *step) showWho(it *shown) {
	n := s.network(it.network)
	var rows [][]Button
	for _, id := range s.candidates(it) {
		m := n.Member(id)
		key := whoLabels[slices.Contains(s.me.Draft.Invited, id)][m.Relation != ""]
		args := Args{"Name": text(s.name(id))}
		if m.Relation != "" {
			args["Relation"] = text(m.Relation)
		}
		rows = append(rows, row(it.menuButton(s, key, args, "who."+id)))
	}
	rows = append(rows, row(it.menuButton(s, locales.ShareDone, nil, "done"), it.button(locales.ShareBack, nil, "open")))
	s.redrawWho(locales.SharePeople, nil, nil, rows)
}

var whoLabels = map[bool]map[bool]locales.Key{
	true:  {true: locales.ShareOnRelation, false: locales.ShareOn},
	false: {true: locales.ShareOffRelation, false: locales.ShareOff},
}

// menuButton is stale as soon as another menu is drawn.
func (it *shown) menuButton(s *step, label locales.Key, args Args, act string) Button {
	return Button{Label: label, Args: args, Data: data("see", it.ref.ID, s.me.Menu, it.letter+"."+act)}
}

// choosing reports whether these ticks are those of the menu that was tapped.
func (s *step) choosing(it *shown, p seePress) bool {
	d := s.me.Draft
	return d != nil && d.What == draftShare && d.Network == it.network && p.rev == s.me.Menu
}

// whoTapped ticks one name, or takes the tick away.
func whoTapped(s *step, it *shown, p seePress) Reason {
	if !s.choosing(it, p) {
		s.stale()
		return s.openChoice(it)
	}
	d := s.me.Draft
	if !slices.Contains(s.candidates(it), p.value) {
		s.stale() // whoever it was has left since, or never belonged
		d.Invited = drop(d.Invited, p.value)
		s.touched()
		s.showWho(it)
		return "share.who.gone"
	}
	if slices.Contains(d.Invited, p.value) {
		d.Invited = drop(slices.Clone(d.Invited), p.value)
	} else {
		d.Invited = append(slices.Clone(d.Invited), p.value)
	}
	s.touched()
	s.showWho(it)
	return "share.who"
}

// whoDone shows it to those who are ticked.
func whoDone(s *step, it *shown, p seePress) Reason {
	if !s.choosing(it, p) {
		s.stale()
		return s.openChoice(it)
	}
	ticked := s.me.Draft.Invited
	if len(ticked) == 0 {
		s.notice(locales.ShareNone, nil)
		return "share.nobody.ticked"
	}
	s.me.Draft = nil
	s.putContact(s.me)
	can := s.candidates(it)
	if !slices.ContainsFunc(ticked, func(id string) bool { return slices.Contains(can, id) }) {
		ticked = nil
	}
	return s.chooseAudience(it, care.ThesePeople, ticked)
}

// askToShare asks for the permission that showing words to others needs, in the
// same place; the yes goes on with what was chosen.
func (s *step) askToShare(it *shown, a care.Audience) Reason {
	s.redrawWho(locales.ShareAllow, nil, []Line{line(consentQuestions[care.Sharing])}, [][]Button{row(
		it.button(locales.ConsentYes, nil, "allow."+string(a)),
		it.button(locales.ConsentNo, nil, "allow.no"))})
	return "share.consent.asked"
}

// allowSharing keeps the answer and goes on.
func (s *step) allowSharing(it *shown, next string) Reason {
	if next == "no" {
		s.redrawWho(locales.ShareNotAllowed, nil, []Line{s.nowLine(it)}, [][]Button{row(it.button(locales.ShareChange, nil, "open"))})
		return "share.not.allowed"
	}
	if !mayShare(s.me) {
		s.decideConsent(care.Sharing, true)
	}
	if next == string(care.WholeCircle) {
		return s.chooseCircleOf(it)
	}
	return s.chooseReaders(it) // whom they meant is ticked there, to be seen once more
}
