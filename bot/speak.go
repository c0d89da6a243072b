package bot

import (
	"context"

	"polyphony/flows"
)

// attempt is one way to say what a row says.
type attempt struct {
	letter  *Letter
	form    form
	edit    int  // the message to edit, 0: a new one is sent
	caption bool // with edit: the text stands under a file
	turned  bool // text and caption were both tried
}

// speak edits or sends, and adapts once to each of the refusals that have a
// remedy: what is no text is edited as a caption, and the reverse; a message
// that cannot be edited is sent anew; a group that has another number gets it
// there; markup that is not understood goes out
// without it (first hidden parts stay hidden, then plain).
func (t *turn) speak(ctx context.Context) (flows.Outcome, bool) {
	edit := t.editing()
	a := t.written(attempt{edit: edit, caption: edit != 0 && t.row.Message.Caption})
	for {
		result := t.send(ctx, a)
		f, ok := result.failed()
		switch {
		case ok && a.edit != 0:
			return sent("edited", a.edit), true
		case ok:
			t.replace(ctx)
			return sent("sent", result.message), true
		case f.reason == reasonUnchanged && a.edit != 0:
			return sent(reasonUnchanged, a.edit), true
		case f.reason == reasonStale:
			return flows.Outcome{}, false
		case f.reason == reasonChanged:
			return t.changed(), true
		case f.reason == reasonMoved && t.from == 0:
			t.from, t.row.Message.Chat = t.row.Message.Chat, f.moved
			a = t.written(attempt{form: a.form}) // numbers of messages are those of the old group
			continue
		}
		if a, ok = t.adapted(a, f.reason); !ok {
			return t.failed(f), true
		}
	}
}

// adapted is the way to try next, if there is one.
func (t *turn) adapted(a attempt, refused flows.Reason) (attempt, bool) {
	switch {
	case refused == reasonOtherKind && a.edit != 0 && !a.turned:
		a.caption, a.turned = !a.caption, true
		return t.written(a), true
	case (refused == reasonUneditable || refused == reasonOtherKind) && a.edit != 0:
		a.edit, a.caption = 0, false
		return t.written(a), true
	case refused == reasonFormatting && a.form < formBare:
		a.form = a.letter.plainer(a.form)
		return a, true
	}
	return a, false
}

// written renders the text for what is to be tried: a caption is shorter.
func (t *turn) written(a attempt) attempt {
	m := t.row.Message
	m.Caption = a.caption
	a.letter = t.s.o.Render.Render(m, t.to, t.s.o.Now())
	return a
}

// editing is the message to edit, 0 to send a new one.
func (t *turn) editing() int {
	m := t.row.Message
	switch {
	case m.Copy != nil || brings(m):
		return 0
	case m.Edit != 0:
		return m.Edit
	case m.Slot != "" && !m.Fresh:
		return t.row.Known
	}
	return 0
}
