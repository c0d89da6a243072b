package bot

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"strconv"
	"time"
	"unicode"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"polyphony/flows"
	"polyphony/locales"
)

// A chart shows what somebody counted, day by day: points, and a thin line
// between days that follow one another. A day without a number is a gap. There
// is no average, no aim and no colour that judges (rule 4).

// The picture is 720 by 480 pixels: twice what a narrow phone shows, so that
// letters stay sharp.
const (
	chartWide, chartHigh = vg.Length(360), vg.Length(240)
	chartDPI             = 144
	chartLetters         = vg.Length(12)
	chartInDays          = 14 // up to here each second day has its name
)

// look is the colours of a chart.
type look struct{ paper, ink, rule, line color.Color }

var (
	lightLook = look{color.White, color.Gray{0x22}, color.Gray{0xDD}, color.RGBA{0x1F, 0x5F, 0xA8, 0xFF}}
	darkLook  = look{color.Gray{0x1B}, color.Gray{0xE6}, color.Gray{0x42}, color.RGBA{0x8F, 0xC1, 0xFF, 0xFF}}
)

var errNoDay = errors.New("chart: its last day is none")

// shortDays is what a catalogue may know besides: names for a narrow place.
type shortDays interface {
	WeekdayShort(lang string, day time.Weekday) string
}

// chartPicture draws a measure as a PNG in its reader's language.
func (r *Renderer) chartPicture(to reader, c flows.Chart) ([]byte, error) {
	last, err := time.Parse(time.DateOnly, c.Until)
	if err != nil || c.Days < 1 {
		return nil, errNoDay
	}
	colours := lightLook
	if c.Dark {
		colours = darkLook
	}
	first := last.AddDate(0, 0, 1-c.Days)
	p := plot.New()
	p.BackgroundColor = colours.paper
	if drawable(c.Name) {
		p.Title.Text = c.Name
	}
	r.chartAxes(to, p, first, c.Days)
	paint(p, colours)
	if err := addValues(p, colours, chartRuns(c, first)); err != nil {
		return nil, err
	}
	canvas := vgimg.NewWith(vgimg.UseWH(chartWide, chartHigh), vgimg.UseDPI(chartDPI), vgimg.UseBackgroundColor(colours.paper))
	p.Draw(draw.Crop(draw.New(canvas), 8, -14, 8, -8))
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&b); err != nil {
		return nil, fmt.Errorf("chart: png: %w", err)
	}
	return b.Bytes(), nil
}

// chartAxes sets 0 to 10 upwards and the days from left to right.
func (r *Renderer) chartAxes(to reader, p *plot.Plot, first time.Time, days int) {
	p.Y.Min, p.Y.Max = 0, 10
	p.X.Min, p.X.Max = -0.5, float64(days)-0.5
	var up, along plot.ConstantTicks
	for n := 0; n <= 10; n += 2 {
		up = append(up, plot.Tick{Value: float64(n), Label: strconv.Itoa(n)})
	}
	every := max(2, (days+5)/6)
	for i := (days - 1) % every; i < days; i += every {
		along = append(along, plot.Tick{Value: float64(i), Label: r.dayLabel(to, first.AddDate(0, 0, i), days)})
	}
	p.Y.Tick.Marker, p.X.Tick.Marker = up, along
	span := r.texts.Date(to.lang, first, locales.StyleDay) + " – " + r.texts.Date(to.lang, first.AddDate(0, 0, days-1), locales.StyleDay)
	if drawable(span) {
		p.X.Label.Text = span
	}
}

// dayLabel is a day under the chart: its short name and number, or day and
// month in numbers, where names are too long or cannot be drawn.
func (r *Renderer) dayLabel(to reader, day time.Time, days int) string {
	if names, ok := r.texts.(shortDays); ok && days <= chartInDays {
		if name := names.WeekdayShort(to.lang, day.Weekday()); drawable(name) {
			return name + "\n" + strconv.Itoa(day.Day())
		}
	}
	return fmt.Sprintf("%d/%d", day.Day(), int(day.Month()))
}

// drawable tells a text whose letters stand side by side as they are stored.
// Arabic script is joined and runs from the right, which the drawing cannot do:
// such a name stands in the caption alone.
func drawable(text string) bool {
	for _, r := range text {
		if !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) && (r > 0x2100 || unicode.IsLetter(r) || unicode.Is(unicode.Cf, r)) {
			return false
		}
	}
	return text != ""
}

// paint gives everything the same letters and colours.
func paint(p *plot.Plot, l look) {
	letters := font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, chartLetters)
	p.Title.TextStyle.Font, p.Title.TextStyle.Color, p.Title.Padding = font.From(letters, 14), l.ink, 8
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color, axis.Tick.Color = l.rule, l.rule
		axis.Tick.Label.Font, axis.Tick.Label.Color = letters, l.ink
		axis.Label.TextStyle.Font, axis.Label.TextStyle.Color, axis.Label.Padding = font.From(letters, 11), l.ink, 4
		axis.Padding = 4
	}
	grid := plotter.NewGrid()
	grid.Horizontal.Color, grid.Horizontal.Dashes = l.rule, nil
	grid.Vertical.Color = nil
	p.Add(grid)
}

// chartRuns are the values as days follow one another without a gap.
func chartRuns(c flows.Chart, first time.Time) (runs []plotter.XYs) {
	zone := location(c.Zone, time.UTC)
	last := -2
	for _, point := range c.Points {
		at := point.At.In(zone)
		day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
		i := int(day.Sub(first) / (24 * time.Hour))
		if day.Before(first) || i >= c.Days || i == last {
			continue
		}
		if i != last+1 || len(runs) == 0 {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], plotter.XY{X: float64(i), Y: float64(point.Value)})
		last = i
	}
	return runs
}

// addValues draws each run: its line, then its points.
func addValues(p *plot.Plot, l look, runs []plotter.XYs) error {
	for _, run := range runs {
		line, points, err := plotter.NewLinePoints(run)
		if err != nil {
			return fmt.Errorf("chart: %d values cannot be drawn", len(run))
		}
		line.Color, line.Width = l.line, 1.2
		points.Color, points.Radius, points.Shape = l.line, 3.2, draw.CircleGlyph{}
		p.Add(line, points)
	}
	return nil
}
