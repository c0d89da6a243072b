package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"polyphony/flows"
)

// Inbox is where updates are kept.
type Inbox interface {
	// Record keeps all items or none. An item whose ID is known is dropped
	// without an error. When it returns nil, nothing can lose the items any more.
	Record(ctx context.Context, items []flows.Item) error
}

// ErrMalformed is all that is said about an update without an update_id. It
// holds nothing of it.
var ErrMalformed = errors.New("an update without an update_id")

// newItem makes the inbox's item of a raw update, and says its update_id. Random
// gives the 32 bytes of its seed (crypto/rand.Reader). The error is ErrMalformed,
// or that of random. Everything but the id may be strange: Decode judges it later.
func newItem(raw []byte, now time.Time, random io.Reader) (item flows.Item, id int64, err error) {
	u := fieldsOf(raw)
	if !u.into("update_id", &id) {
		return flows.Item{}, 0, ErrMalformed
	}
	item = flows.Item{
		ID:     "u:" + strconv.FormatInt(id, 10),
		Queue:  "chat:" + strconv.FormatInt(chatOf(u), 10),
		Source: flows.FromTelegram,
		At:     now,
		Body:   raw,
	}
	if _, err := io.ReadFull(random, item.Seed[:]); err != nil {
		return flows.Item{}, 0, fmt.Errorf("drawing a seed: %w", err)
	}
	return item, id, nil
}

// chatOf finds the chat whose queue an update belongs to; 0 when it has none.
// A tap belongs to the private chat of whoever tapped, unless it is in a group.
func chatOf(u fields) int64 {
	kind, body := kindOf(u)
	if kind != "callback_query" {
		return body.sub("chat").number("id")
	}
	if chat := body.sub("message").sub("chat"); chat != nil && !private(chat) {
		return chat.number("id")
	}
	return body.sub("from").number("id")
}

// kindOf finds what an update is about. Telegram sends one thing at a time;
// should there be more, the first by name counts, always the same one.
func kindOf(u fields) (kind string, body fields) {
	for _, name := range slices.Sorted(maps.Keys(u)) {
		if name == "update_id" {
			continue
		}
		if body := u.sub(name); body != nil {
			return name, body
		}
	}
	return "", nil
}

// private tells a chat with one person; its id is theirs, and positive.
func private(chat fields) bool {
	kind := chat.text("type")
	return kind == "private" || kind == "" && chat.number("id") > 0
}
