package bot

import (
	"context"

	"polyphony/flows"
)

// gather makes the document of everything held about the reader, now: it never
// waits in a queue, and what was taken back or erased since is not in it. It
// returns why it could not be made.
func (t *turn) gather(ctx context.Context) flows.Reason {
	m := &t.row.Message
	if t.s.o.Data == nil || m.Person == "" {
		return "no_data"
	}
	ctx, cancel := context.WithTimeout(ctx, t.s.o.CallTimeout)
	defer cancel()
	file, err := t.s.o.Data(ctx, m.Person, m.Data, t.to)
	if err != nil {
		t.s.seldomly(&t.s.store, "what is held cannot be written down", "reason", "store")
		return "unread"
	}
	m.File = file
	return ""
}
