package bot

import (
	"context"
	"errors"

	"polyphony/flows"
)

// A channel of the team file often says nothing of what it took: a text message
// may ring although no answer came. So it is not called again and again, as
// Telegram is; whoever answers for the chain tries another way at once, and the
// next step of the chain calls it anew.

// What a channel may answer. Any other error leaves open whether somebody heard.
var (
	ErrNotLeft = errors.New("nothing has left")     // it is tried again for as long as the row makes sense
	ErrNoWay   = errors.New("there is no such way") // it will not get better while we wait
)

// perhaps is how often a channel is called about one row although somebody may
// have heard already. Other rows of the same channel wait meanwhile.
const perhaps = 2

// channel leaves by another way than Telegram.
func (t *turn) channel(ctx context.Context) (flows.Outcome, bool) {
	if t.s.o.Channel == nil {
		return t.lost("no_channel", flows.FailedRefused), true
	}
	text := t.s.o.Render.Render(t.row.Message, t.to, t.s.o.Now()).Plain()
	if !t.fresh() {
		return flows.Outcome{}, false
	}
	ctx, cancel := context.WithTimeout(ctx, t.s.o.CallTimeout)
	defer cancel()
	err := t.s.o.Channel(ctx, t.row.Message.Channel, text)
	if err == nil {
		return done("sent"), true
	}
	return t.unheard(err), true
}

// unheard decides what becomes of a row that a channel did not take for certain.
func (t *turn) unheard(err error) flows.Outcome {
	const reason = "channel_failed"
	t.report(failure{reason: reason})
	switch {
	case errors.Is(err, ErrNoWay):
		return t.lost(reason, flows.FailedRefused)
	case !errors.Is(err, ErrNotLeft) && t.row.Tries+1 >= perhaps:
		return t.lost(reason, flows.FailedLate)
	}
	out := t.again(backoffUrgentCap, reason)
	out.Tried = !out.Done && !errors.Is(err, ErrNotLeft)
	return out
}
