package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// Companion is what a decision needs besides the event and the records: things
// that never change while the program runs.
type Companion struct {
	Read     func(text, lang string) urgency.Reading   // reads for signs of danger
	IsHelp   func(text string) bool                    // is this the label of the help button, in any language?
	Match    func(code string) string                  // the language we have for Telegram's language_code
	Tongues  []string                                  // the languages people can choose
	Question func(lang string, key locales.Key) string // the text of a key, for words that are agreed and kept
	Numbers  func(country string) []string             // the crisis numbers that the catalogue has for a country
	BotName  string                                    // Telegram username, for links
	SeenURL  func(token string) string                 // the page behind an alarm's one-use link; nil: we have no address

	// Spoken understands a meeting written in one line, "tue 14:30 90m at home". Nil: nothing is understood.
	Spoken func(lang, line string, now time.Time, zone *time.Location) SpokenMeeting
}

// Decide says what should change because of an event. Its errors are the
// store's, or wrap ErrUndecided.
func (c *Companion) Decide(tx Tx, ev Event, now time.Time) (d Decision, err error) {
	s := &step{Companion: c, tx: tx, ev: ev, now: now, kept: map[string]any{}}
	defer unread(&d, &err)
	handle, known := kinds[ev.Kind]
	if !known {
		return Decision{}, fmt.Errorf("%w: no such kind of event: %s", ErrUndecided, ev.Kind)
	}
	s.meet()
	s.d.Reason = handle(s)
	return s.d, nil
}

// kinds is the table of everything that can happen.
var kinds map[Kind]func(*step) Reason

func init() {
	kinds = map[Kind]func(*step) Reason{
		KindText:      afterWords(onText),
		KindMedia:     afterWords(onMedia),
		KindTap:       afterWords(onTap),
		KindEdited:    afterWords(onEdited),
		KindBlocked:   onBlocked,
		KindUnblocked: onUnblocked,
		KindGroup:     onGroup,
		KindGroupIn:   onGroupIn,
		KindGroupOut:  onGroupOut,
		KindMigrated:  onMigrated,
		KindTimer:     onTimer,
		KindFailure:   onFailure,
		KindOperator:  onOperator,
		KindErased:    onErased,
		KindLink:      onLink,
		KindUnknown:   func(*step) Reason { return "unknown.ignored" },
	}
}

// readFailed carries a store's error out of a conversation. Conversations read
// in many places and can do nothing about a store that is away, so the error
// travels by panic and ends in Decide or Regret, nowhere else.
type readFailed struct{ err error }

// unread is deferred where that panic ends; any other goes on.
func unread(d *Decision, err *error) {
	if r := recover(); r != nil {
		failed, ok := r.(readFailed)
		if !ok {
			panic(r)
		}
		*d, *err = Decision{}, failed.err
	}
}

// meet finds out who did this.
func (s *step) meet() {
	chat := s.ev.Chat
	if s.ev.Kind.inGroup() {
		chat = s.ev.From.ID // never the group: it is nobody
	}
	if chat == 0 {
		return
	}
	s.account = read[care.Account](s, care.KindAccount, ChatID(chat))
	if s.account == nil {
		s.account = &care.Account{Chat: chat}
	}
	if s.account.Contact != "" {
		s.me = s.contact(s.account.Contact)
	}
	if s.ev.Kind.inGroup() {
		return // whoever writes there may have blocked us all the same
	}
	if s.me != nil && s.me.Blocked && s.ev.Kind != KindBlocked && s.ev.Kind != KindTimer && s.ev.Kind != KindFailure {
		s.me.Blocked = false // whoever writes can be reached
		s.putContact(s.me)
	}
	if slices.Contains(signsOfLife, s.ev.Kind) {
		s.present()
	}
}

// Regret is what is said when an event could not be handled and was parked:
// its author is told, with the crisis lines, since nobody knows what it was.
// Its errors are the store's.
func (c *Companion) Regret(tx Tx, ev Event, now time.Time) (d Decision, err error) {
	s := &step{Companion: c, tx: tx, ev: ev, now: now, kept: map[string]any{}}
	defer unread(&d, &err)
	s.d.Reason = "parked"
	if chat, found := strings.CutPrefix(ev.Queue, "chat:"); found && ev.Chat == 0 {
		s.ev.Chat, _ = strconv.ParseInt(chat, 10, 64) // it could not even be decoded; its queue names the chat
	}
	if ev.Kind == KindTimer {
		s.again(ev)
		return s.d, nil
	}
	if ev.Kind == KindGroup && s.meantForUs() {
		s.ev.Chat = ev.From.ID // in private, as everything that is answered there
	}
	if s.ev.Chat <= 0 || ev.Kind == KindTimer || ev.Kind == KindFailure {
		return s.d, nil
	}
	s.say(Message{Lane: Urgent, Key: locales.SorryParked, Lines: s.crisisLines(), Guard: Guard{Purpose: PurposeLines}})
	return s.d, nil
}

// retryParked is when a timer that could not be handled is tried once more: its
// chain must not end because of one bad moment (I9).
const retryParked = time.Minute

// again sets a parked timer once more; one that somebody may be waiting behind
// also goes out on every way that is not Telegram, since nobody knows what else
// is broken. The end of a drill and of a record's time wake nobody.
func (s *step) again(ev Event) {
	s.timer(ev.Timer, s.now.Add(retryParked))
	alert := ev.Timer.Subject == "alert" && ev.Timer.What != "drill" && ev.Timer.What != "kept"
	if alert || ev.Timer.Subject == "visit" && ev.Timer.What == "watch" {
		for _, ch := range s.team().Channels {
			s.channel(&care.Alert{ID: ev.Timer.ID}, ch.ID)
		}
	}
}

// undecided reports a record or an event that makes no sense.
func undecided(what string) error { return fmt.Errorf("%w: %s", ErrUndecided, what) }
