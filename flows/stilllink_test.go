package flows

import (
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// I7: nobody comes into a circle in which nothing is said any more, and no link
// into it is made, also when it fell still in the middle of an invitation.
func TestNoLinkLeadsIntoAStillCircle(t *testing.T) {
	h := newHouse(t)
	token := Seed{9, 9}.Token("invitation", 1)
	h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "invite", Invite: &care.Invitation{ID: TokenID(token), Role: care.Relative, Network: "circle"}}})
	h.taps("jo", data("circle", "circle", 0, "invite.relative"))
	h.dies("pat")
	if d := h.writes("jo", "her sister"); d.Reason != "invite.ended" || !hears(d, "jo", locales.DeathStill) {
		t.Errorf("jo, who was inviting: %s %v", d.Reason, heard(d, "jo"))
	}
	if d := h.opens(77, token); d.Reason != "join.withdrawn" {
		t.Errorf("whoever has a link: %s", d.Reason)
	}
}
