package main

import (
	"github.com/pelletier/go-toml/v2/unstable"
)

// readReading reads whether a machine looks for danger in what people write.
// Left out, it does. A trust that has not settled whether that is a medical
// device switches it off (docs/clinical-safety/medical-device.md).
func (d *teamDraft) readReading(t *teamTable) {
	reading := t.sub("reading")
	if reading == nil {
		return
	}
	switch n := reading.take("words"); {
	case n == nil:
		d.fault(reading.node.line, "reading.words is missing: write words = false, if no machine shall look for danger in what people write, or words = true.")
	case n.kind != unstable.Bool:
		d.fault(n.line, "reading.words must be true or false, without quotation marks.")
	default:
		d.team.NoReading = n.text == "false"
	}
	reading.end()
}

// readingLine says it in the changes that a team file makes.
func readingLine(noReading bool) string {
	if noReading {
		return "off, for everybody"
	}
	return "on"
}
