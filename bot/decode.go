package bot

import (
	"errors"
	"fmt"

	"github.com/go-telegram/bot/models"

	"polyphony/flows"
)

// Decode makes an event of an item that came from Telegram. It takes every
// update apart field by field, so that something it does not know spoils
// nothing else. An error names the item and the part, and holds nothing that
// anybody wrote.
func Decode(item flows.Item) (flows.Event, error) {
	if item.Source != flows.FromTelegram {
		return flows.Event{}, fmt.Errorf("item %s is no update but a %s", item.ID, item.Source)
	}
	e := flows.Event{ID: item.ID, Queue: item.Queue, At: item.At, Seed: item.Seed, Kind: flows.KindUnknown}
	u := fieldsOf(item.Body)
	if u == nil {
		return flows.Event{}, fmt.Errorf("item %s: %w", item.ID, errShape)
	}
	kind, body := kindOf(u)
	var err error
	switch kind {
	case "message":
		err = message(&e, body)
	case "edited_message":
		err = edited(&e, body)
	case "callback_query":
		err = tap(&e, body)
	case "my_chat_member":
		err = standing(&e, body)
	}
	if err != nil {
		return flows.Event{}, fmt.Errorf("item %s: %s: %w", item.ID, kind, err)
	}
	return e, nil
}

// errShape is all that is said about JSON that is not what Telegram promises.
var errShape = errors.New("not of the shape that Telegram describes")

// message fills in what somebody wrote or sent.
func message(e *flows.Event, m fields) error {
	if err := place(e, m); err != nil {
		return err
	}
	e.Message = int(m.number("message_id"))
	e.Text = m.text("text")
	e.Kind = flows.KindText
	if e.Text == "" {
		e.Kind = flows.KindMedia
		e.Text = m.text("caption")
		var sent bool
		if e.Media, sent = media(m); !sent {
			e.Kind = flows.KindUnknown
		}
		if title := venue(m); e.Text == "" {
			e.Text = title
		}
		e.Spot = spot(m)
		e.Number = number(m, e.From.ID)
	}
	group(e, m)
	news(e, m)
	return nil
}

// edited fills in what a message has become.
func edited(e *flows.Event, m fields) error {
	if err := message(e, m); err != nil {
		return err
	}
	if e.Kind == flows.KindText || e.Kind == flows.KindMedia {
		e.Kind = flows.KindEdited
	}
	return nil
}

// tap fills in a press of an inline button. Its message may be missing, or too
// old for Telegram to show.
func tap(e *flows.Event, q fields) error {
	e.From = sender(q)
	e.Chat = e.From.ID
	e.Kind = flows.KindTap
	e.Tap = flows.Tap{ID: q.text("id"), Data: q.text("data")}
	if e.From.ID == 0 || e.Tap.ID == "" {
		return errShape
	}
	m := q.sub("message")
	e.Message = int(m.number("message_id"))
	e.Caption = captioned(m)
	if chat := m.sub("chat"); chat != nil && !private(chat) {
		e.Chat = chat.number("id")
		group(e, m)
	}
	return nil
}

// standing fills in that somebody blocked the bot or let it in again, or that it
// was put into a group or taken out of it.
func standing(e *flows.Event, c fields) error {
	if err := place(e, c); err != nil {
		return err
	}
	if !private(c.sub("chat")) {
		membership(e, c)
		return nil
	}
	switch models.ChatMemberType(c.sub("new_chat_member").text("status")) {
	case models.ChatMemberTypeBanned:
		e.Kind = flows.KindBlocked
	case models.ChatMemberTypeMember:
		e.Kind = flows.KindUnblocked
	}
	return nil
}

// place fills in the chat and who did it there.
func place(e *flows.Event, m fields) error {
	e.Chat = m.sub("chat").number("id")
	e.From = sender(m)
	if e.Chat == 0 {
		return errShape
	}
	if e.From.ID == 0 && private(m.sub("chat")) {
		e.From.ID = e.Chat
	}
	return nil
}

// sender reads who did it, as far as it can be read.
func sender(m fields) flows.Sender {
	var u models.User
	if m.into("from", &u) {
		return flows.Sender{ID: u.ID, Name: u.FirstName, Language: u.LanguageCode}
	}
	from := m.sub("from")
	return flows.Sender{ID: from.number("id"), Name: from.text("first_name"), Language: from.text("language_code")}
}
