package bot

import (
	"strings"
	"testing"
	"time"

	"polyphony/flows"
	"polyphony/locales"
)

// Rule 4: the longest reason that is taken stands whole in the caption of the
// calendar file.
func TestTheLongestReasonIsNotCut(t *testing.T) {
	cat, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := NewRenderer(RendererOptions{Texts: cat})
	why := strings.Repeat("because ", 37) + "yes"
	now, n := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC), 60
	m := flows.Message{Key: locales.ChangePeople, Args: flows.Args{"When": {When: &now}, "Minutes": {Count: &n}},
		Calendar: &flows.Appointment{UID: "x", Day: "2026-03-10", Clock: "10:00", Zone: "UTC", Minutes: 60},
		Lines:    []flows.Line{{Key: locales.MeetingWhy, Args: flows.Args{"Name": {Text: "Mina"}, "Why": {Words: why}}}}}
	for _, language := range []string{"en", "pl", "ur"} {
		if l := r.Render(m, flows.Delivery{Language: language}, now); !strings.Contains(l.Plain(), why) {
			t.Errorf("%s: cut to %q", language, l.Plain())
		}
	}
}
