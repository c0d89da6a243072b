package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// entity is a stretch of formatted text as the Bot API describes it; offsets and lengths are UTF-16 code units.
type entity struct {
	Type          string    `json:"type"`
	Offset        int       `json:"offset"`
	Length        int       `json:"length"`
	URL           string    `json:"url,omitempty"`
	User          *wireUser `json:"user,omitempty"`
	Language      string    `json:"language,omitempty"`
	CustomEmojiID string    `json:"custom_emoji_id,omitempty"`
	UnixTime      int64     `json:"unix_time,omitempty"`
	TimeFormat    string    `json:"date_time_format,omitempty"`
}

func (e entity) end() int { return e.Offset + e.Length }

// formatted is a text ready to be shown: parsed, trimmed as Telegram trims, with what it finds by itself marked.
type formatted struct {
	text     string
	entities []entity
}

func (f formatted) same(other formatted) bool {
	return f.text == other.text && slices.EqualFunc(f.entities, other.entities, func(a, b entity) bool {
		return a.Type == b.Type && a.Offset == b.Offset && a.Length == b.Length && a.URL == b.URL &&
			a.Language == b.Language && a.CustomEmojiID == b.CustomEmojiID && a.UnixTime == b.UnixTime &&
			a.TimeFormat == b.TimeFormat
	})
}

// formatText reads a text under its parse mode, or with the entities that came beside it.
func formatText(raw, mode, entities string) (formatted, error) {
	f := formatted{text: cleanText(raw)}
	switch strings.ToLower(mode) {
	case "":
		if err := f.takeEntities(entities); err != nil {
			return formatted{}, err
		}
	case "html":
		text, found, err := parseHTML(f.text)
		if err != nil {
			return formatted{}, badRequest("can't parse entities: %s", err)
		}
		f.text, f.entities = text, found
	case "markdown", "markdownv2":
		return formatted{}, badRequest("the sandbox reads no Markdown, use HTML")
	default:
		return formatted{}, badRequest("unsupported parse_mode")
	}
	f.trim()
	f.entities = append(f.entities, findEntities(f.text, f.entities)...)
	sortEntities(f.entities)
	return f, nil
}

func (f *formatted) takeEntities(raw string) error {
	if raw == "" {
		return nil
	}
	var given []entity
	if json.Unmarshal([]byte(raw), &given) != nil {
		return badRequest("can't parse entities: can't parse entities JSON object")
	}
	total := units(f.text)
	for _, e := range given {
		if e.Offset >= 0 && e.Length > 0 && e.end() <= total && knownEntities[e.Type] {
			f.entities = append(f.entities, e)
		}
	}
	return nil
}

var knownEntities = map[string]bool{
	"bold": true, "italic": true, "underline": true, "strikethrough": true, "spoiler": true, "blockquote": true,
	"expandable_blockquote": true, "code": true, "pre": true, "text_link": true, "text_mention": true,
	"custom_emoji": true, "date_time": true,
}

// cleanText drops what Telegram drops: control characters, carriage returns, broken UTF-8.
func cleanText(raw string) string {
	raw = strings.ToValidUTF8(strings.ReplaceAll(raw, "\r\n", "\n"), "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\v' || r == '\f':
			return ' '
		case r < ' ' || r == 0x202e:
			return -1
		}
		return r
	}, raw)
}

// trim takes white space off both ends and moves the entities along.
func (f *formatted) trim() {
	body := strings.TrimLeftFunc(f.text, unicode.IsSpace)
	lead := units(f.text[:len(f.text)-len(body)])
	f.text = strings.TrimRightFunc(body, unicode.IsSpace)
	total := units(f.text)
	kept := f.entities[:0]
	for _, e := range f.entities {
		from, to := max(e.Offset-lead, 0), min(e.end()-lead, total)
		if from >= to {
			continue
		}
		e.Offset, e.Length = from, to-from
		kept = append(kept, e)
	}
	f.entities = kept
}

// sortEntities puts outer entities before the ones inside them.
func sortEntities(all []entity) {
	slices.SortStableFunc(all, func(a, b entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
}
