package bot

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// letters turns a text into the outline of its letters, so that a picture holds
// shapes and never anybody's words: nothing that is typed is read as markup.
type letters struct {
	once sync.Once
	font *sfnt.Font
	err  error
}

var sans letters

func (l *letters) load() (*sfnt.Font, error) {
	l.once.Do(func() { l.font, l.err = sfnt.Parse(liberationsansregular.TTF) })
	return l.font, l.err
}

// composed is a text with accents and letters in one, as the font knows them.
func composed(text string) string { return norm.NFC.String(text) }

// written tells a text whose letters the font has and which run from left to
// right: any other stands in words alone.
func (l *letters) written(text string) bool {
	f, err := l.load()
	if err != nil || !drawable(text) {
		return false
	}
	var b sfnt.Buffer
	for _, r := range composed(text) {
		if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 || r < ' ' || norm.NFD.PropertiesString(string(r)).CCC() != 0 {
			return false // a mark that joined no letter would be drawn beside it
		}
	}
	return true
}

// wide is how wide a text is at a size, in pixels.
func (l *letters) wide(text string, size float64) (wide float64) {
	f, err := l.load()
	if err != nil {
		return 0
	}
	var b sfnt.Buffer
	for _, r := range composed(text) {
		if i, err := f.GlyphIndex(&b, r); err == nil {
			if by, err := f.GlyphAdvance(&b, i, pixels(size), font.HintingNone); err == nil {
				wide += unfixed(by)
			}
		}
	}
	return wide
}

// path is the outline of a text as the data of an SVG path, from x on along the
// line y.
func (l *letters) path(text string, x, y, size float64) string {
	f, err := l.load()
	if err != nil {
		return ""
	}
	var b sfnt.Buffer
	var out strings.Builder
	for _, r := range composed(text) {
		i, err := f.GlyphIndex(&b, r)
		if err != nil {
			continue
		}
		segments, err := f.LoadGlyph(&b, i, pixels(size), nil)
		if err != nil {
			continue
		}
		outline(&out, segments, x, y)
		if by, err := f.GlyphAdvance(&b, i, pixels(size), font.HintingNone); err == nil {
			x += unfixed(by)
		}
	}
	return out.String()
}

// strokes are the commands of an SVG path for what a font's outline is made of.
var strokes = map[sfnt.SegmentOp]struct {
	command string
	points  int
}{sfnt.SegmentOpMoveTo: {"M", 1}, sfnt.SegmentOpLineTo: {"L", 1}, sfnt.SegmentOpQuadTo: {"Q", 2}, sfnt.SegmentOpCubeTo: {"C", 3}}

func outline(out *strings.Builder, segments sfnt.Segments, x, y float64) {
	for n, s := range segments {
		if s.Op == sfnt.SegmentOpMoveTo && n > 0 {
			out.WriteString("Z")
		}
		stroke := strokes[s.Op]
		out.WriteString(stroke.command)
		for _, p := range s.Args[:stroke.points] {
			fmt.Fprintf(out, "%s %s ", coord(x+unfixed(p.X)), coord(y+unfixed(p.Y)))
		}
	}
	if len(segments) > 0 {
		out.WriteString("Z")
	}
}

func pixels(size float64) fixed.Int26_6 { return fixed.Int26_6(size * 64) }
func unfixed(n fixed.Int26_6) float64   { return float64(n) / 64 }
func coord(n float64) string            { return strconv.FormatFloat(n, 'f', 2, 64) }
