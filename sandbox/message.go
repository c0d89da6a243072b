package sandbox

import (
	"slices"
	"time"
)

// The kinds of message that the sandbox knows.
const (
	kindText     = "text"
	kindVoice    = "voice"
	kindPhoto    = "photo"
	kindSticker  = "sticker"
	kindLocation = "location"
	kindContact  = "contact"
	kindDocument = "document"
)

// sender is who wrote a message: a person, or the bot under the number in its token.
type sender struct {
	id  int64
	bot bool
}

// message is one message as the chat keeps it.
type message struct {
	id        int
	chat      int64
	from      sender
	date      time.Time
	edited    time.Time // zero when never edited
	kind      string
	text      string // or the caption
	entities  []entity
	file      *file
	place     *place
	phone     string // of a contact: the sender's own number
	emoji     string // of a sticker
	buttons   [][]button
	keyboard  *keyboard
	silent    bool
	protected bool
	replyTo   int
	forwarded *message // what it was forwarded from
	reaction  string
}

// place is a location, with a title and an address when it is a venue.
type place struct {
	latitude, longitude float64
	title, address      string
}

// chat is a private chat (its id is the person's) or a group (a negative id).
type chat struct {
	id       int64
	title    string // groups only
	founder  int64  // groups only: who made it
	bot      bool   // groups only: the bot is in it
	super    bool   // it is a supergroup
	movedTo  int64  // it has become that supergroup; 0: it has not
	members  []int64
	messages []*message // by id
	lastID   int
	menu     string // the type of the menu button, when the bot chose one
	keys     string // the reply keyboard as the script last described it
}

func (c *chat) group() bool { return c.id < 0 }

// add gives the message its number and puts it at the end.
func (c *chat) add(m *message) {
	c.lastID++
	m.id, m.chat = c.lastID, c.id
	c.messages = append(c.messages, m)
}

func (c *chat) find(id int) *message {
	i, ok := c.index(id)
	if !ok {
		return nil
	}
	return c.messages[i]
}

func (c *chat) index(id int) (int, bool) {
	return slices.BinarySearchFunc(c.messages, id, func(m *message, id int) int { return m.id - id })
}

func (c *chat) remove(id int) {
	if i, ok := c.index(id); ok {
		c.messages = slices.Delete(c.messages, i, i+1)
	}
}
