package bot

import (
	"html"
	"strings"
	"unicode/utf8"
)

// readTags parses one of our own sentences, Telegram HTML, into pieces.
// Arguments stand in it as marks, so that nothing in them is taken for markup.
func readTags(sentence string, args [][]piece) []piece {
	var out []piece
	for sentence != "" {
		i := strings.IndexAny(sentence, "<"+mark)
		if i < 0 {
			i = len(sentence)
		}
		if i > 0 {
			out = append(out, piece{text: html.UnescapeString(sentence[:i])})
			sentence = sentence[i:]
			continue
		}
		var next []piece
		if next, sentence = readOne(sentence, args); next != nil {
			out = append(out, next...)
		}
	}
	return out
}

// readOne takes the tag or mark that a text begins with.
func readOne(s string, args [][]piece) (out []piece, rest string) {
	if strings.HasPrefix(s, mark) {
		id, rest, _ := strings.Cut(s[len(mark):], mark)
		return argument(id, args), rest
	}
	end := strings.IndexByte(s, '>')
	if end < 0 {
		_, size := utf8.DecodeRuneInString(s)
		return []piece{{text: s[:size]}}, s[size:]
	}
	return []piece{{tag: fillTag(s[:end+1], args)}}, s[end+1:]
}

// fillTag puts arguments into a tag's attributes: <a href="{{.Link}}">. No mark
// of direction belongs there.
func fillTag(tag string, args [][]piece) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(tag, mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		id, rest, _ := strings.Cut(after, mark)
		_, _ = escape.WriteString(&b, upright(bare(argument(id, args))))
		tag = rest
	}
}
