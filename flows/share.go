package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// seeTap handles the buttons of who may see what: those of its author, and the
// two that its readers have.
func seeTap(s *step, p press) Reason {
	letter, rest := splitArg(p.arg)
	if letter == "all" {
		return s.takeBackAll(rest)
	}
	it := s.shown(letter, p.id)
	if s.me == nil || it == nil {
		return s.refused()
	}
	act, value := splitArg(rest)
	if answer, reads := readerActs[act]; reads {
		if !s.readsShared(it) {
			return s.refused()
		}
		return answer(s, it)
	}
	do, known := authorActs[act]
	if !known || it.author != s.me.ID {
		return s.refused()
	}
	return do(s, it, seePress{p, value})
}

// seePress is a press of the author's, with what stood after the act.
type seePress struct {
	press
	value string
}

var authorActs map[string]func(*step, *shown, seePress) Reason

func init() {
	authorActs = map[string]func(*step, *shown, seePress) Reason{
		"open":   func(s *step, it *shown, _ seePress) Reason { return s.openChoice(it) },
		"team":   func(s *step, it *shown, _ seePress) Reason { return s.chooseAudience(it, care.OnlyTeam, nil) },
		"me":     func(s *step, it *shown, _ seePress) Reason { return s.chooseAudience(it, care.OnlyMe, nil) },
		"circle": func(s *step, it *shown, _ seePress) Reason { return s.chooseCircleOf(it) },
		"these":  func(s *step, it *shown, _ seePress) Reason { return s.chooseReaders(it) },
		"last":   func(s *step, it *shown, _ seePress) Reason { return s.chooseLast(it) },
		"allow":  func(s *step, it *shown, p seePress) Reason { return s.allowSharing(it, p.value) },
		"who":    whoTapped,
		"done":   whoDone,
		"topic":  func(s *step, it *shown, _ seePress) Reason { return s.bringShared(it) },
	}
}

// openChoice draws the choice where it was asked for, with how it is now.
func (s *step) openChoice(it *shown) Reason {
	s.redrawWho(locales.ShareChoose, nil, []Line{s.nowLine(it)}, s.seeButtons(it))
	return "share.open"
}

func (s *step) redrawWho(key locales.Key, args Args, lines []Line, rows [][]Button) {
	s.say(Message{Lane: Reply, Key: key, Args: args, Lines: lines, Buttons: rows, Edit: s.ev.Message, Caption: s.ev.Caption, Guard: Guard{Purpose: PurposeReply}})
}

// sayWho asks once who may see it, under thanks or alone.
func (s *step) sayWho(it *shown, key locales.Key, lines []Line) {
	s.say(Message{Lane: Reply, Key: key, Lines: lines, Buttons: s.seeButtons(it), Guard: Guard{Purpose: PurposeReply}})
}

// nowLine says who sees it now.
func (s *step) nowLine(it *shown) Line {
	with := Args{"Names": s.names(it.share.Sent)}
	switch {
	case it.own() && len(it.share.Sent) > 0:
		return Line{Key: locales.ShareNowWatch, Args: with}
	case it.own() || it.share.Audience == care.OnlyMe:
		return line(locales.ShareNowMe)
	case len(it.share.Sent) > 0:
		return Line{Key: locales.ShareNowPeople, Args: with}
	}
	return line(locales.ShareNowTeam)
}

// seeButtons are the four choices, and before them what they chose last time
// when that names people: it takes one tap each time, and never none (rule 3).
func (s *step) seeButtons(it *shown) [][]Button {
	var rows [][]Button
	others := len(s.candidates(it)) > 0
	if again := s.lastPeople(it); others && it.share.At.IsZero() && len(again) > 0 {
		rows = append(rows, row(it.button(locales.ShareLast, Args{"Names": s.names(again)}, "last")))
	}
	rows = append(rows, row(it.button(locales.ShareTeam, nil, "team")))
	if others {
		rows = append(rows, row(it.button(locales.ShareThese, nil, "these")), row(it.button(locales.ShareCircle, nil, "circle")))
	}
	return append(rows, row(it.button(locales.ShareMe, nil, "me")))
}

// lastPeople are those of the last choice in this circle who still belong.
func (s *step) lastPeople(it *shown) []string {
	last := s.me.Prefer[it.network]
	if last.Audience != care.ThesePeople {
		return nil
	}
	can := s.candidates(it)
	return slices.DeleteFunc(slices.Clone(last.People), func(id string) bool { return !slices.Contains(can, id) })
}

func (s *step) chooseLast(it *shown) Reason {
	return s.chooseAudience(it, care.ThesePeople, s.lastPeople(it))
}

// chooseCircleOf shows it to whoever belongs now; later members see what comes later.
func (s *step) chooseCircleOf(it *shown) Reason {
	return s.chooseAudience(it, care.WholeCircle, s.candidates(it))
}

// chooseAudience does what the author chose and says what that means.
func (s *step) chooseAudience(it *shown, a care.Audience, people []string) Reason {
	if showsOthers(a) {
		if !mayShare(s.me) {
			return s.askToShare(it, a)
		}
		if len(people) == 0 {
			s.redrawWho(locales.ShareNobody, nil, []Line{s.nowLine(it)}, s.seeButtons(it))
			return "share.nobody"
		}
	}
	done := s.setShare(it, a, people)
	s.sayChosen(it, done)
	return chosenReasons[a]
}

var chosenReasons = map[care.Audience]Reason{
	care.OnlyTeam: "share.team", care.OnlyMe: "share.me", care.ThesePeople: "share.people", care.WholeCircle: "share.circle",
}

// sayChosen draws who sees it now, and what cannot be undone.
func (s *step) sayChosen(it *shown, done changed) {
	key, args := locales.ShareIsTeam, Args(nil)
	var lines []Line
	named := func(k locales.Key, who []string) {
		if len(who) > 0 {
			lines = append(lines, Line{Key: k, Args: Args{"Names": s.names(who)}})
		}
	}
	switch {
	case it.share.Audience == care.OnlyMe:
		key, lines = locales.ShareIsMe, s.onlyMeLines(it, done)
	case len(it.share.People) > 0:
		key, args = locales.ShareIsPeople, Args{"Names": s.names(it.share.Sent)}
		if it.own() {
			key = locales.ShareIsWatch
		}
		if len(it.share.Sent) == 0 {
			key, args = locales.ShareIsTeam, nil
		}
		named(locales.AnsweringNight, done.night)
		named(locales.ShareNotShown, done.missed)
		if len(done.missed) > 0 {
			lines = append(lines, line(locales.AnsweringAgain))
		}
		named(locales.ShareLeft, done.left)
		lines = append(lines, s.sharedLines(it)...)
	}
	named(locales.ShareTaken, done.taken)
	s.redrawWho(key, args, lines, [][]Button{row(it.button(locales.ShareChange, nil, "open"))})
}

// sharedLines say what follows for those who have it.
func (s *step) sharedLines(it *shown) (lines []Line) {
	if len(it.share.Sent) == 0 {
		return nil
	}
	if it.letter == "c" && it.ref.ID == s.me.CheckIn {
		lines = append(lines, line(locales.ShareMore))
	}
	if it.share.Audience == care.WholeCircle {
		lines = append(lines, line(locales.ShareLater))
	}
	return append(lines, line(locales.ShareStays))
}

// onlyMeLines say honestly what "only me" can and cannot do.
func (s *step) onlyMeLines(it *shown, done changed) []Line {
	var lines []Line
	if !it.own() {
		lines = append(lines, line(locales.ShareMeTeam))
	}
	if len(done.read) > 0 {
		lines = append(lines, Line{Key: locales.ShareMeRead, Args: Args{"Names": s.names(done.read)}})
	}
	if !it.own() && !s.noReading() && !s.me.RefusedReading() {
		lines = append(lines, line(locales.ShareMeDanger))
	}
	if !it.own() {
		lines = append(lines, line(locales.ShareMeTelegram))
	}
	return lines
}
