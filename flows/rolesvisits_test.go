package flows

import (
	"strings"
	"time"

	"polyphony/care"
)

func (w *roleWorld) visitsOf() {
	slot := care.Slot{Day: "2026-03-10", Part: care.Afternoon}
	watch := func(who string) care.Watcher {
		return care.Watcher{Contact: who, Asked: w.now.Add(-9 * time.Hour), Yes: w.now.Add(-8 * time.Hour)}
	}
	for id, v := range map[string]*care.Visit{
		"wanted":    {State: care.VisitWanted, Asked: []care.Asking{{Volunteer: "vask", Round: 1, At: w.now}}},
		"offered":   {State: care.VisitOffered, Choice: "voff", Asked: []care.Asking{{Volunteer: "voff", Round: 1, At: w.now, Answer: care.OfferYes, Slot: slot, Clock: "14:00", Answered: w.now}}},
		"suggested": {State: care.VisitProposed, By: "jo"},
		"agreed":    {State: care.VisitAgreed, Day: "2026-03-03", Clock: "11:37", Proposal: &care.Proposal{ID: "move", By: "vgo", Day: "2026-03-04", Clock: "10:00"}},
		"running":   {State: care.VisitRunning, Day: "2026-03-02", Clock: "13:30", Began: w.now.Add(-30 * time.Minute), Until: w.now.Add(30 * time.Minute), Due: w.now.Add(30 * time.Minute), Step: care.StepHere},
		"leaving":   {State: care.VisitLeaving, Day: "2026-03-02", Clock: "12:30", Began: w.now.Add(-90 * time.Minute), HomeBy: w.now.Add(30 * time.Minute), Due: w.now.Add(30 * time.Minute), Step: care.StepHome},
		"again":     {State: care.VisitWanted, Before: "agreed", Every: 2, Day: "2026-03-17", Clock: "11:37", Asked: []care.Asking{{Volunteer: "vgo", Round: 1, At: w.now, Slot: care.Slot{Day: "2026-03-17", Part: care.Morning}, Clock: "11:37"}}},
	} {
		v.ID, v.Network, v.Person, v.At, v.Rev, v.Seq, v.For, v.Minutes, v.Zone, v.Round, v.Slots = id, "A", "pat", w.now.Add(-20*time.Hour), worldRev, worldRev, care.ActivityOther, 60, "Europe/London", 1, []care.Slot{slot}
		v.Own, v.Wish, v.Area = worldWords(w, "pat", "visitfor"), worldWords(w, "pat", "wish"), "Riverside"
		v.RoundEnds = w.now.Add(9 * time.Hour)
		if v.By == "" {
			v.By = "pat"
		}
		if v.State == care.VisitAgreed || v.Watched() {
			v.Volunteer, v.Buddy, v.Deputy, v.Agreed, v.Address, v.Shown = "vgo", watch("vbud"), watch("vdep"), w.now.Add(-10*time.Hour), worldWords(w, "pat", "door"), w.now
			v.Asked = []care.Asking{{Volunteer: "vgo", Round: 1, At: w.now, Answer: care.OfferYes, Slot: slot, Clock: "14:00", Answered: w.now}}
		}
		if id == "running" {
			v.Alert = "watch"
		}
		w.keep(care.KindVisit, id, v)
	}
	w.keep(care.KindVisits, care.VisitsID, &care.Visits{Open: []string{"wanted", "offered", "suggested", "agreed", "running", "leaving", "again"}})
	for who, visits := range map[string][]string{"pat": {"wanted", "offered", "suggested", "agreed", "running", "leaving", "again"}, "vask": {"wanted"}, "voff": {"offered"},
		"vgo": {"agreed", "running", "leaving", "again"}, "vbud": {"agreed", "running", "leaving"}, "vdep": {"agreed", "running", "leaving"}} {
		w.change(who, func(c *care.Contact) { c.Visits = visits })
	}
}

// roleLinks are the links that exist, by what is true of each.
var roleLinks = map[string]care.Invitation{
	"relative":  {Network: "A", Role: care.Relative, By: "pat", Name: "x"},
	"used":      {Network: "A", Role: care.Relative, By: "pat", UsedBy: "rel"},
	"withdrawn": {Network: "A", Role: care.Relative, By: "pat", Gone: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
	"expired":   {Network: "A", Role: care.Relative, By: "pat", Expires: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
	"by.gone":   {Network: "A", Role: care.Relative, By: "remy"},
	"by.former": {Network: "A", Role: care.Relative, By: "fay"},
	"by.member": {Network: "A", Role: care.Relative, By: "ria"},
	"return":    {Network: "A", Role: care.Relative, By: "jo", Contact: "rel"},
	"return.by": {Network: "A", Role: care.Relative, By: "fay", Contact: "rel"},
	"staff":     {Role: care.Practitioner, Staff: "mina"},
	"no.staff":  {Role: care.Practitioner, Staff: "fay"},
	"volunteer": {Role: care.Volunteer, By: "cora"},
	"vol.by.jo": {Role: care.Volunteer, By: "jo"},
}

func (w *roleWorld) token(what string) string {
	return (strings.ReplaceAll(what, ".", "_") + strings.Repeat("x", 32))[:32]
}

func (w *roleWorld) linksOf() {
	for what, inv := range roleLinks {
		inv.ID, inv.Made = TokenID(w.token(what)), w.now.Add(-2*time.Hour)
		inv.Relation = secret("pat", "invited")
		if inv.Expires.IsZero() {
			inv.Expires = w.now.Add(20 * time.Hour)
		}
		w.keep(care.KindInvitation, inv.ID, &inv)
	}
}
