package flows

import (
	"testing"

	"polyphony/care"
)

// Whoever joins later is invited to what everybody is invited to, and not to a
// meeting whose people were chosen by name.
func TestALateJoinerComesOnlyWhereEverybodyComes(t *testing.T) {
	for name, c := range map[string]struct {
		chosen []string
		late   bool
	}{
		"everybody":      {nil, true},
		"chosen by name": {[]string{"invite", "invited.rel"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.begins("mina")
			h.plans("mina", append(append([]string{"day.2026-03-10", "time.10:15"}, c.chosen...), "send")...)
			token := tokenOf(t, h.taps("mina", data("circle", "circle", 0, "invite.volunteer")))
			h.opens(77, token)
			m, late := h.meetings()[0], get[care.Account](h, care.KindAccount, "77").Contact
			if late == "" || m.Asked(late) != c.late {
				t.Errorf("%q, of %v", late, m.Invited)
			}
		})
	}
}
