package flows

import "polyphony/care"

// What other conversations add to the card of an alert.

// relayButtons are the ways in which a reader of the card can answer whoever
// asked for help.
func (s *step) relayButtons(*care.Alert, string) [][]Button { return nil }

// whereLines say where the sender is and how to call them, as they told us.
func (s *step) whereLines(*care.Alert) []Line { return nil }
