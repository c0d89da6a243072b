package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// The card of an alert always shows the state to everybody who was told. An
// old button says what has happened since and changes nothing.

// cards draws the card anew for everybody who has it; fresh sends it as a new
// message, so that phones ring, else it is edited in place.
func (s *step) cards(a *care.Alert, fresh bool) { s.cardsTo(a, a.Told, fresh) }

func (s *step) cardsTo(a *care.Alert, contacts []string, fresh bool) {
	for _, id := range contacts {
		m := s.card(a, id)
		m.Fresh = fresh
		s.say(m)
	}
	if !fresh {
		return
	}
	for _, id := range a.Told { // those who were told before see the new state too
		if !slices.Contains(contacts, id) {
			s.say(s.card(a, id))
		}
	}
}

// card is what one staff member sees of an alert.
func (s *step) card(a *care.Alert, reader string) Message {
	if a.Drill {
		return s.drillCard(a, reader)
	}
	m := Message{Person: reader, Lane: Urgent, Replace: true, Slot: "alert:" + a.ID, Protect: true,
		Guard: Guard{Purpose: PurposeDuty, Alert: a.ID}, Args: Args{"When": when(a.Opened)}}
	m.Key, m.Buttons = s.cardState(a, reader)
	m.Args["Who"] = keyed(locales.CardSomebody)
	if a.Sender != "" {
		m.Args["Who"] = s.who(a.Sender)
	}
	if !a.Forgotten.IsZero() {
		m.Args["Who"] = keyed(locales.ForgetSomebody)
	}
	if a.Called != "" {
		m.Args["Who"] = text(a.Called)
	}
	if a.Owner != "" {
		m.Args["Owner"] = s.who(a.Owner)
	}
	m.Lines = s.cardLines(a, reader)
	m.Buttons = append(m.Buttons, s.relayButtons(a, reader)...)
	s.offerOn(a, &m)
	if a.Open() && (a.Owner == "" || a.Owner == reader || a.Passing == reader) && len(sentMedia(a.Words)) > 0 {
		m.Buttons = append(m.Buttons, row(Button{Label: locales.InboxPlay, Data: data("alert", a.ID, a.Rev, "play")}))
	}
	if a.Open() && shortened(a.Words) {
		m.Buttons = append(m.Buttons, row(Button{Label: locales.CardReadAll, Data: data("alert", a.ID, a.Rev, "read")}))
	}
	m.Buttons = append(m.Buttons, s.storyButton(a)...)
	return m
}

func (s *step) cardState(a *care.Alert, reader string) (locales.Key, [][]Button) {
	act := func(label locales.Key, arg, style string) Button {
		return Button{Label: label, Data: data("alert", a.ID, a.Rev, arg), Style: style}
	}
	switch {
	case a.State == care.AlertOpen:
		return s.openHeadline(a), [][]Button{row(act(locales.CardTake, "take", "primary"))}
	case a.State == care.AlertTaken && a.Owner == reader:
		return locales.CardYours, [][]Button{row(act(locales.CardDone, "done", ""), act(locales.ChainPass, "pass", "")), row(act(locales.CardGiveBack, "back", ""))}
	case a.State == care.AlertTaken && a.Passing == reader:
		return locales.ChainPassing, [][]Button{row(act(locales.ChainPassYes, "pass_yes", "primary"), act(locales.ChainPassNo, "pass_no", ""))}
	case a.State == care.AlertTaken:
		return locales.CardTheirs, nil
	case a.Owner == reader:
		return locales.CardClosedByYou, nil
	}
	return locales.CardClosed, nil
}

// cardLines are the facts below the headline: which circles, why, the words.
func (s *step) cardLines(a *care.Alert, reader string) []Line {
	var lines []Line
	for _, n := range s.cardCircles(a, reader) {
		lines = append(lines, Line{Key: locales.CardCircle, Args: Args{"Circle": text(n.Called)}})
	}
	lines = append(lines, s.visitLines(a)...)
	lines = append(lines, s.whereLines(a)...)
	for _, signal := range a.Signals {
		if signal == signalUnsafe && a.Visit != "" && a.Open() {
			continue // the card says it in its first words
		}
		lines = append(lines, Line{Key: signalKey(signal)})
	}
	for _, w := range lastWords(a.Words) {
		lines = append(lines, s.wordsLine(w))
	}
	lines = append(lines, heardLines(a)...)
	if a.SaysSafe {
		safe := Line{Key: locales.ChainSafeAt, Args: Args{"When": when(a.SafeAt)}}
		if a.State == care.AlertOpen {
			safe.Key = locales.ChainSafeAtOpen
		}
		lines = append(lines, safe)
	}
	if a.Passing != "" && a.Owner == reader {
		lines = append(lines, Line{Key: locales.ChainPassAsked, Args: Args{"Name": s.who(a.Passing)}})
	}
	return append(lines, s.finishLine(a)...)
}

// shortened reports whether a card shows less than was said.
func shortened(said []care.Words) bool {
	for _, w := range said {
		if len(cut(w.Text, cardRoom)) > 1 {
			return true
		}
	}
	return len(said) > cardWords
}

// cardWords is how many words a card shows, the first and the newest, and
// cardRoom how much of each; a button shows everything.
const (
	cardWords = 5
	cardRoom  = 500
)

func lastWords(all []care.Words) []care.Words {
	if len(all) > cardWords {
		first := all[0]
		return append([]care.Words{first}, all[len(all)-cardWords+1:]...)
	}
	return all
}

// sentMedia are the voice messages, pictures and places among what was said.
func sentMedia(said []care.Words) []care.Media {
	var out []care.Media
	for _, w := range said {
		if w.Media.Kind != "" {
			out = append(out, w.Media)
		}
	}
	return out
}

// wordsLine shows words behind a spoiler, or says what was sent instead.
func (s *step) wordsLine(w care.Words) Line {
	if w.Media.Kind != "" && w.Text == "" {
		return Line{Key: mediaKey(w.Media.Kind), Args: Args{"When": when(w.At)}}
	}
	parts := cut(w.Text, cardRoom)
	key := locales.CardWords
	if len(parts) > 1 {
		key = locales.CardWordsMore
	}
	return Line{Key: key, Args: Args{"Words": words(parts[0]), "When": when(w.At)}}
}

var signalKeys = map[string]locales.Key{
	"button": locales.SignalButton, "command": locales.SignalCommand,
	"suicide": locales.SignalSuicide, "self_harm": locales.SignalSelfHarm, "overdose": locales.SignalOverdose,
	"medical": locales.SignalMedical, "harm_others": locales.SignalHarmOthers, "abuse": locales.SignalAbuse,
	"psychosis": locales.SignalPsychosis, "missing": locales.SignalMissing, "worry_other": locales.SignalWorryOther,
	"volunteer_unsafe": locales.SignalVolunteer,
}

func signalKey(signal string) locales.Key {
	if k, ok := signalKeys[signal]; ok {
		return k
	}
	return locales.SignalWords
}

// alertTap handles the buttons of a card. Whoever is staff of the team may
// take an alert; the role is looked up now, not when the card was sent.
func alertTap(s *step, p press) Reason {
	a := s.alert(p.id)
	if a == nil || a.Drill || !s.staff() || !slices.Contains(a.Told, s.me.ID) {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	do, known := alertActs[act]
	switch {
	case known && p.rev == a.Rev && act == "pass" && value != "":
		return s.passTo(a, value)
	case known && p.rev == a.Rev:
		return do(s, a)
	}
	s.notice(since(a, s.me.ID), Args{"Owner": text(s.name(a.Owner))})
	m := s.card(a, s.me.ID)
	if s.ev.Message != 0 {
		m.Edit, m.Slot = s.ev.Message, ""
	}
	s.say(m)
	return "alert.stale"
}

// since says what has happened since an old button was shown.
func since(a *care.Alert, reader string) locales.Key {
	switch {
	case a.State == care.AlertOpen:
		return locales.SinceOpen
	case a.State == care.AlertTaken && a.Owner == reader:
		return locales.SinceYours
	case a.State == care.AlertTaken:
		return locales.SinceTaken
	}
	return locales.SinceClosed
}
