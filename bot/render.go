package bot

import (
	"cmp"
	"log/slog"
	"slices"
	"time"

	"polyphony/flows"
	"polyphony/locales"
)

// Telegram's limits, in UTF-16 units of what people see.
const (
	textLimit    = 4096
	captionLimit = 1024
	answerLimit  = 200
)

// Catalogue is what the renderer needs of locales.Catalogue. It finds the best
// of its languages for any language code.
type Catalogue interface {
	Text(lang string, key locales.Key, args map[string]any) (string, error)
	Placeholders(key locales.Key) []string
	Date(lang string, t time.Time, style locales.Style) string
	Crisis(country, lang string) []locales.Line
}

// RendererOptions are what a Renderer needs.
type RendererOptions struct {
	Texts    Catalogue
	Keyboard func(lang string) [][]string // labels of the reply keyboard, row by row; nil: there is none
	Fallback string                       // said when a text is missing in English too, never empty
	Log      *slog.Logger
}

// Renderer makes texts of messages, in their reader's language.
type Renderer struct {
	texts    Catalogue
	keyboard func(lang string) [][]string
	fallback string
	log      *slog.Logger
}

// NewRenderer makes a renderer.
func NewRenderer(o RendererOptions) *Renderer {
	r := &Renderer{texts: o.Texts, keyboard: o.Keyboard, fallback: o.Fallback, log: logger(o.Log)}
	if r.fallback == "" {
		r.fallback = "…" // Telegram refuses an empty text, and its buttons with it
	}
	return r
}

// Letter is a message as Telegram gets it.
type Letter struct {
	pieces []piece
	Markup any     // *InlineKeyboard, *ReplyKeyboard, or nil
	file   *upload // the text is its caption; nil: there is none
}

// HTML is the text with its tags, always whole.
func (l *Letter) HTML() string { return toHTML(l.pieces) }

// Plain is the text without any tag.
func (l *Letter) Plain() string { return toPlain(l.pieces) }

// Render makes the letter that a message is, for the reader that d describes.
// It never fails: whatever cannot be said in the reader's language is said in
// English, and else with the fallback and the words themselves. The text is
// within Telegram's limits.
func (r *Renderer) Render(m flows.Message, d flows.Delivery, now time.Time) (letter *Letter) {
	letter = &Letter{}
	defer func() {
		if recover() != nil { // its value may hold words
			r.log.Error("a text made the renderer stumble", "key", m.Key)
			letter.pieces = []piece{{text: r.fallback}}
		}
	}()
	m = m.Unnaming(d.Unnamed)
	to := r.reader(m, d, now)
	letter.Markup = r.markup(to, m, d)
	letter.pieces = r.text(to, m, d.Without)
	letter.file = r.upload(to, m)
	return letter
}

// text puts the paragraphs together and keeps them within Telegram's limits.
func (r *Renderer) text(to reader, m flows.Message, without []int) []piece {
	var pieces []piece
	if m.Key != "" {
		pieces = r.sentence(to, flows.Line{Key: m.Key, Args: m.Args})
	}
	for i, line := range m.Lines {
		if slices.Contains(without, i) {
			continue
		}
		if len(pieces) > 0 {
			pieces = append(pieces, piece{text: between(line)})
		}
		pieces = append(pieces, r.sentence(to, line)...)
	}
	if blank(pieces) && m.Answer == "" && !brings(m) {
		return []piece{{text: r.fallback}}
	}
	return fit(pieces, limitOf(m))
}

// between parts a line from what stands above it.
func between(line flows.Line) string {
	if line.Tight {
		return "\n"
	}
	return "\n\n"
}

func (r *Renderer) reader(m flows.Message, d flows.Delivery, now time.Time) reader {
	return reader{
		lang: cmp.Or(d.Language, m.Language, locales.Default),
		zone: location(cmp.Or(d.Zone, m.Zone), time.UTC),
		now:  now,
	}
}

// sentence renders one key: in the reader's language, else in English, else
// with whatever is lacking left open, else the fallback.
func (r *Renderer) sentence(to reader, line flows.Line) []piece {
	for _, lang := range []string{to.lang, locales.Default} {
		in := to
		in.lang = lang
		named, args := r.arguments(in, line.Args)
		if s, err := r.texts.Text(lang, line.Key, named); err == nil {
			return readTags(s, args)
		}
		if s, err := r.texts.Text(lang, line.Key, r.complete(line.Key, named)); err == nil {
			r.log.Error("a text lacks an argument", "key", line.Key, "lang", lang)
			return readTags(s, args)
		}
	}
	r.log.Error("a text is missing", "key", line.Key, "lang", to.lang)
	return r.unsaid(to, line)
}

// complete fills the arguments that a sentence wants and nobody gave.
func (r *Renderer) complete(key locales.Key, named map[string]any) map[string]any {
	for _, name := range r.texts.Placeholders(key) {
		if _, ok := named[name]; !ok && name == "Count" {
			named[name] = 0
		} else if !ok {
			named[name] = "…"
		}
	}
	return named
}

// unsaid stands in for a sentence that does not exist: the fallback, and
// whatever people wrote, so that it is not lost.
func (r *Renderer) unsaid(to reader, line flows.Line) []piece {
	out := []piece{{text: r.fallback}}
	for _, arg := range line.Args {
		if arg.Words != "" || arg.Open != "" {
			hidden := flows.Arg{Words: arg.Words + arg.Open}
			out = append(append(out, piece{text: "\n"}), r.argument(to, hidden)...)
		}
	}
	return out
}
