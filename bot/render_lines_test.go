package bot

import (
	"testing"

	"polyphony/flows"
)

// A meeting that moved while the message waited is left out (I6), and what is
// said of one thing stands together.
func TestLinesMayStandTightOrBeLeftOut(t *testing.T) {
	m := message1("help", nil)
	m.Lines = []flows.Line{{Key: "role.peer"}, {Key: "help", Tight: true}, {Key: "stray"}, {Key: "role.peer", Tight: true}}
	for name, c := range map[string]struct {
		without []int
		want    string
	}{
		"all":            {nil, "I need help\n\na peer\nI need help\n\n5 < 6 is true\na peer"},
		"without one":    {[]int{1}, "I need help\n\na peer\n\n5 < 6 is true\na peer"},
		"without others": {[]int{0, 2, 3}, "I need help\nI need help"},
	} {
		if got := renderer(t).Render(m, flows.Delivery{Without: c.without}, now).Plain(); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	alone := flows.Message{Chat: 7, Lines: m.Lines[1:]}
	if got := renderer(t).Render(alone, flows.Delivery{Without: []int{1, 2}}, now).Plain(); got != "I need help" {
		t.Errorf("the first line stands at the top: %q", got)
	}
}
