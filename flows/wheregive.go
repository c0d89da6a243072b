package flows

import "polyphony/care"

// Giving is what a telephone sends at one tap of a key below the place where
// people write: Telegram asks its owner once more, and nothing goes without them.
type Giving string

// What can be given.
const (
	GiveNumber Giving = "number" // their own number
	GivePlace  Giving = "place"  // where they are
	GiveHelp   Giving = "help"   // the red button and no more, also to somebody who never joined
)

// everything is asked for when a call for help begins.
var everything = []Giving{GiveNumber, GivePlace}

// lacking is what the people on call do not know yet.
func lacking(a *care.Alert) (keys []Giving) {
	if a.Phone.Text == "" {
		keys = append(keys, GiveNumber)
	}
	if spotOf(a.Where.Media) == nil {
		keys = append(keys, GivePlace)
	}
	return keys
}

// withKeys puts the keys under a message to whoever asked for help: those for
// what is lacking while it is open, and afterwards the red button alone. Whoever
// had themselves erased keeps none.
func withKeys(m Message, a *care.Alert) Message {
	m.Keyboard = a.Sender != ""
	if a.Open() {
		m.Give = lacking(a)
	}
	if len(m.Give) == 0 && !m.Keyboard && a.Forgotten.IsZero() {
		m.Give = []Giving{GiveHelp}
	}
	m.Bare = !m.Keyboard && len(m.Give) == 0
	return m
}
