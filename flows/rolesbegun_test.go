package flows

import (
	"encoding/json"
	"strings"
	"testing"

	"polyphony/care"
)

// I7: what a practitioner began ends with their role. They typed on in the
// menu of a meeting, and read the circle's name and hours in its next page; or
// began a circle that nobody of the team knew of. Now what they type is for the
// team, like any other words.
func TestWhatWasBegunEndsWithTheRole(t *testing.T) {
	left := func(h *house) { h.applies(without("mina")) }
	removed := func(h *house) { h.circle(func(n *care.Network) { n.Remove("mina") }) }
	plan := &care.Plan{Network: "circle", Member: "rel", Weekday: -1, Clock: "10:00"}
	visit := &care.Visit{Network: "circle", Person: "pat", For: care.ActivityOther, Minutes: 60, Zone: "Europe/London"}
	for what, typed := range map[string]string{draftPlace: "7 Mill Lane", draftTime: "15:00", draftLength: "90", draftDay: "2026-03-17", draftWhy: "leave", draftLink: "https://example.org",
		draftQuestion: "How are you?", draftVisitOwn: "swimming", draftVisitWish: "a woman", draftCircle: "Zed"} {
		for how, loses := range map[string]func(*house){"left the team": left, "was removed": removed} {
			if what == draftCircle && how == "was removed" {
				continue // practitioners begin circles whichever they belong to
			}
			h := newHouse(t)
			h.circle(func(n *care.Network) { n.Called = "Quillfeather" })
			h.person("rel", func(c *care.Contact) { c.Name = "Marrowfrost" })
			h.person("mina", func(c *care.Contact) {
				c.Draft = &care.Draft{What: what, Network: "circle", Day: "2026-03-16", Clock: "14:30", Length: 60, Member: "rel", Staff: []string{"mina", "jo"}, Plan: plan, Visit: visit, Since: h.now}
			})
			loses(h)
			d := h.writes("mina", typed)
			for _, m := range d.Say {
				if raw, _ := json.Marshal(m); m.Person == "mina" && (strings.Contains(string(raw), "Quillfeather") || strings.Contains(string(raw), "Marrowfrost")) {
					t.Errorf("%s, %s: reads %s (%s)", what, how, m.Key, d.Reason)
				}
			}
			for _, p := range d.Put {
				if p.Kind == care.KindNetwork {
					t.Errorf("%s, %s: changes a circle (%s)", what, how, d.Reason)
				}
			}
		}
	}
}

// I7: a link for the team is worth nothing once the team file does not name
// whom it was for. It tied the account of whoever opened it to that id, which
// would have been theirs as soon as the file named it again.
func TestALinkForWhoeverLeftTheTeamIsWorthNothing(t *testing.T) {
	h := newHouse(t)
	h.applies(without("jo"))
	d := h.joinsAs("jo", 77)
	if d.Reason != "join.withdrawn" || len(d.Put) > 0 {
		t.Errorf("%s, %d records", d.Reason, len(d.Put))
	}
	if link := get[care.StaffLink](h, care.KindStaff, "jo"); link.Contact != "" && link.Contact != "jo" {
		t.Errorf("jo's place is somebody else's: %s", link.Contact)
	}
}
