package bot

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// charted is a fortnight with two gaps.
func charted(name string, days int, dark bool) flows.Chart {
	c := flows.Chart{Name: name, Zone: "Europe/London", Days: days, Until: "2026-03-15", Dark: dark}
	for i, v := range []int{7, 6, -1, 3, 4, 4, -1, -1, 8, 10, 0, 5, 6, 7} {
		if v >= 0 {
			c.Points = append(c.Points, care.Point{At: time.Date(2026, 3, 2+i, 20, 0, 0, 0, time.UTC), Value: v})
		}
	}
	return c
}

func catalogue(t *testing.T) *locales.Catalogue {
	t.Helper()
	c, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A measure is a picture in either look, every language and every span; with
// CHARTS set to a folder they are kept there to be looked at.
func TestAMeasureIsDrawn(t *testing.T) {
	r := NewRenderer(RendererOptions{Texts: catalogue(t)})
	for name, c := range map[string]struct {
		lang  string
		chart flows.Chart
	}{
		"en-light": {"en", charted("how I slept", 14, false)}, "en-dark": {"en", charted("how I slept", 14, true)},
		"pl-30": {"pl", charted("jak mi się śpi, źdźbło", 30, false)}, "ur": {"ur", charted("میری نیند", 14, false)}, "en-90": {"en", charted("how I slept", 90, true)},
	} {
		body, err := r.chartPicture(reader{lang: c.lang, zone: time.UTC}, c.chart)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(body))
		if err != nil || picture.Bounds().Dx() != 720 || picture.Bounds().Dy() != 480 || len(body) > 100_000 {
			t.Errorf("%s: %v, %d bytes", name, err, len(body))
		}
		if dir := os.Getenv("CHARTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".png"), body, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

// A missing day is not joined over: nothing is made up.
func TestGapsStayGaps(t *testing.T) {
	runs := chartRuns(charted("x", 14, false), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	var lengths []int
	for _, run := range runs {
		lengths = append(lengths, len(run))
	}
	if len(lengths) != 3 || lengths[0] != 2 || lengths[1] != 3 || lengths[2] != 6 {
		t.Errorf("%v", lengths)
	}
}

// What cannot be drawn as it is read is not drawn at all.
func TestOnlyWhatCanBeDrawnIsDrawn(t *testing.T) {
	for name, want := range map[string]bool{"how I slept": true, "źdźbło (2)": true, "сон": true, "میری نیند": false, "🙂": false, "": false, "סוף": false, "a\u202Eb": false} {
		if drawable(name) != want {
			t.Errorf("%q", name)
		}
	}
}
