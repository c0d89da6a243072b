package bot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"polyphony/flows"
)

// mapPicture draws a map of company as a PNG, by way of an SVG that holds
// circles and outlines of letters alone.
func mapPicture(m flows.Map) ([]byte, error) {
	icon, err := oksvg.ReadIconStream(strings.NewReader(mapSVG(m)), oksvg.StrictErrorMode)
	if err != nil {
		return nil, fmt.Errorf("map: %d people cannot be drawn", len(m.Friends))
	}
	side := int(mapSide)
	icon.SetTarget(0, 0, mapSide, mapSide)
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(lookOf(m).paper), image.Point{}, draw.Src)
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, picture, picture.Bounds())), 1)
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("map: png: %w", err)
	}
	return b.Bytes(), nil
}

func lookOf(m flows.Map) look {
	if m.Dark {
		return darkLook
	}
	return lightLook
}

// mapSVG is the picture: the person in the middle, three rings, and everybody
// with a number and, where there is room, a name. There is no colour that judges.
func mapSVG(m flows.Map) string {
	colours := lookOf(m)
	paper, ink, rule, line := hex(colours.paper), hex(colours.ink), hex(colours.rule), hex(colours.line)
	l := laidOut(m.Friends)
	var b, under, dots, numbers, names strings.Builder
	for _, p := range l.people {
		disc(&dots, p.x, p.y, p.dot)
		size := p.dot * 1.15
		numbers.WriteString(sans.path(p.number, p.x-sans.wide(p.number, size)/2, p.y+size*0.36, size))
		l.write(&under, &names, p)
	}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]s %[1]s" width="%[1]s" height="%[1]s">`, coord(mapSide))
	for _, r := range l.rings {
		fmt.Fprintf(&b, `<circle cx="%[1]s" cy="%[1]s" r="%s" fill="none" stroke="%s" stroke-width="2.5"/>`, coord(mapMiddle), coord(r), rule)
	}
	fmt.Fprintf(&b, `<circle cx="%[1]s" cy="%[1]s" r="%s" fill="%s"/>`, coord(mapMiddle), coord(mapInner/2), ink)
	for _, shape := range []struct{ path, fill string }{{under.String(), paper}, {dots.String(), line}, {numbers.String(), paper}, {names.String(), ink}} {
		if shape.path != "" { // one shape for each colour: drawing looks at the whole picture for every shape
			fmt.Fprintf(&b, `<path d="%s" fill="%s"/>`, shape.path, shape.fill)
		}
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// write puts somebody's name beside their dot, on paper that keeps a ring from
// running through it.
func (l layout) write(under, names *strings.Builder, p placed) {
	if p.label == "" {
		return
	}
	fmt.Fprintf(under, "M%s %sH%sV%sH%sZ", coord(p.at.left-2), coord(p.at.top), coord(p.at.right+2), coord(p.at.bottom), coord(p.at.left-2))
	middle := (p.at.left + p.at.right) / 2
	names.WriteString(sans.path(p.label, middle-sans.wide(p.label, l.letters)/2, p.at.top+l.letters*0.88, l.letters))
	small := l.letters * nearSmaller
	names.WriteString(sans.path(p.near, middle-sans.wide(p.near, small)/2, p.at.top+l.letters*1.15+small*0.85, small))
}

// disc is a full circle as a path.
func disc(b *strings.Builder, x, y, r float64) {
	fmt.Fprintf(b, "M%s %sA%[3]s %[3]s 0 1 0 %[4]s %[2]sA%[3]s %[3]s 0 1 0 %[1]s %[2]sZ", coord(x-r), coord(y), coord(r), coord(x+r))
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
