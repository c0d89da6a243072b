package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// /mine shows everybody what they wrote themselves: one thing at a time, in
// full, with who may see it and who of the team has read it. They delete what
// they like (rule 1).

// mineSlot is the one message in which somebody leafs through their words.
const mineSlot = "mine"

func mineCommand(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	return s.showMine(nil)
}

// mineTap leafs, shows a picture again, asks before it deletes, and deletes.
func mineTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	act, name := splitArg(p.arg)
	if act == "first" {
		return s.showMine(nil)
	}
	name, nth := splitArg(name)
	r, ok := pieceNamed(p.id, name)
	if !ok {
		return s.refused()
	}
	own := s.piece(r, s.me.ID)
	if own == nil { // deleted already, or never theirs: the answer is the same
		s.stale()
		return s.mineMessage(Message{Key: locales.MineGone, Buttons: [][]Button{row(mineFirst(locales.MineOthers))}}, "mine.gone")
	}
	switch act {
	case "show":
		return s.showMine(own)
	case "play":
		return s.mineAgain(own, nth)
	case "ask":
		return s.askDelete(own)
	case "delete":
		return s.deleteMine(own)
	}
	return s.refused()
}

func mineFirst(label locales.Key) Button {
	return Button{Label: label, Data: data("mine", "-", 0, "first")}
}

func mineButton(label locales.Key, act string, r care.Ref) Button {
	return Button{Label: label, Data: data("mine", r.ID, 0, act+"."+named(r))}
}

// mineMessage draws in the one message for it: in place after a tap, else anew.
func (s *step) mineMessage(m Message, reason Reason) Reason {
	m.Person, m.Lane, m.Slot, m.Protect, m.Guard = s.me.ID, Reply, mineSlot, true, Guard{Purpose: PurposeReply}
	m.Fresh, m.Replace = true, true
	if s.ev.Kind == KindTap && !s.ev.Caption {
		m.Edit, m.Fresh, m.Replace = s.ev.Message, false, false
	}
	s.say(m)
	return reason
}

// showMine shows one thing, or the newest.
func (s *step) showMine(p *piece) Reason {
	all := s.allMine(s.me.ID)
	if p == nil {
		p = s.nearest(all, 0, 1)
	}
	if p == nil {
		return s.mineMessage(Message{Key: locales.MineNone}, "mine.none")
	}
	i := slices.IndexFunc(all, samePiece(p.ref))
	lines := slices.Concat(s.about(p), ownLines(p), s.whoSees(p))
	return s.mineMessage(Message{Key: locales.MineTitle, Lines: lines, Buttons: s.mineRows(p, all, i)}, "mine.shown")
}

// about says what a thing is: an answer, a topic, a call for help, or words to
// the team. A question that somebody typed stays off lock screens.
func (s *step) about(p *piece) (lines []Line) {
	switch {
	case p.topic != nil:
		return []Line{{Key: locales.MineTopic, Args: Args{"When": when(starts(p.meeting))}}}
	case p.relayed:
		return []Line{{Key: locales.RelayMine, Args: Args{"Name": s.asks(p.alert), "When": when(p.alert.Opened)}}}
	case p.alert != nil:
		return []Line{{Key: locales.MineAlert, Args: Args{"When": when(p.alert.Opened)}}}
	case p.visit != nil:
		return []Line{{Key: locales.MineVisit, Args: Args{"When": when(p.visit.At)}}}
	case p.peer != nil && p.ref.Part != "":
		return []Line{line(locales.TalkNumberMine)}
	case p.peer != nil:
		return []Line{line(locales.MinePeer)}
	case p.finish != nil:
		return []Line{{Key: locales.ChainMine, Args: Args{"When": when(p.finish.Closed)}}}
	case p.note != nil && p.note.To != "":
		return []Line{{Key: locales.MineReply, Args: Args{"Name": text(s.name(p.note.To))}}}
	}
	for _, q := range p.questions {
		lines = append(lines, Line{Key: locales.MineQuestion, Args: Args{"Question": Arg{Words: q.Text, By: q.By}}})
	}
	return lines
}

// ownLines are the words, each with when it was written.
func ownLines(p *piece) (lines []Line) {
	for _, w := range p.words {
		if w.Text == "" {
			lines = append(lines, Line{Key: mediaKey(w.Media.Kind), Args: Args{"When": when(w.At)}})
			continue
		}
		lines = append(lines, Line{Key: locales.CardWords, Args: Args{"Words": Arg{Words: w.Text, By: w.Author}, "When": when(w.At)}})
	}
	return lines
}

// mineRows are what can be done: see what was sent, choose who sees it, delete,
// and leaf.
func (s *step) mineRows(p *piece, all []care.Ref, i int) (rows [][]Button) {
	for k, w := range p.words {
		if w.Media.Message != 0 && len(rows) < playButtons {
			b := mineButton(locales.InboxPlay, "play", p.ref)
			b.Data += "." + strconv.Itoa(k)
			rows = append(rows, row(b))
		}
	}
	if p.share != nil && s.me.Staff == "" {
		rows = append(rows, row(Button{Label: locales.MineWho, Data: data("see", p.ref.ID, 0, named(p.ref)+".open")}))
	}
	rows = append(rows, row(mineButton(locales.MineDelete, "ask", p.ref)))
	var leaf []Button
	if newer := s.nearest(all, i-1, -1); newer != nil {
		leaf = append(leaf, mineButton(locales.MineNewer, "show", newer.ref))
	}
	if older := s.nearest(all, i+1, 1); older != nil {
		leaf = append(leaf, mineButton(locales.MineOlder, "show", older.ref))
	}
	if len(leaf) > 0 {
		rows = append(rows, leaf)
	}
	return rows
}

// mineAgain shows a picture or plays a voice once more, from Telegram, where it
// stays.
func (s *step) mineAgain(p *piece, nth string) Reason {
	k, err := strconv.Atoi(nth)
	if err != nil || k < 0 || k >= len(p.words) || p.words[k].Media.Message == 0 {
		return s.refused()
	}
	m := p.words[k].Media
	s.say(Message{Person: s.me.ID, Lane: Reply, Why: "mine.media", Slot: mineSlot + ":" + p.ref.ID, Copy: &Copy{Chat: m.Chat, Message: m.Message},
		Protect: true, Guard: Guard{Purpose: PurposeReply}})
	return "mine.media"
}
