package mydata

import (
	"fmt"
	"slices"

	"polyphony/care"
)

func (g *gatherer) you() {
	c := g.me
	g.out.You = You{ID: c.ID, Name: c.Name, Language: c.Language, Zone: c.Zone, Chat: c.Chat, Staff: c.Staff, Stopped: c.Stopped, Blocked: c.Blocked}
	if c.OwnTimes {
		for _, o := range c.Offsets {
			g.out.You.Reminders = append(g.out.You.Reminders, duration(o))
		}
	}
	for _, network := range c.Networks {
		if share, chosen := c.Prefer[network]; chosen {
			g.out.You.Preferences = append(g.out.You.Preferences, Preferred{Circle: g.called(network), Sharing: g.sharing(share)})
		}
	}
	if d := c.Draft; d != nil {
		u := &Unfinished{What: d.What, Words: []string{}, Since: d.Since}
		for _, words := range []string{d.Text, d.Place, d.Why, d.Rest} {
			if words != "" {
				u.Words = append(u.Words, words)
			}
		}
		if d.Visit != nil {
			for _, w := range []care.Words{d.Visit.Own, d.Visit.Wish} {
				if w.Text != "" {
					u.Words = append(u.Words, w.Text)
				}
			}
		}
		g.out.Unfinished = u
	}
}

// duration writes a reminder's offset as ISO 8601 has it.
func duration(o care.Offset) string {
	if o.Hours == 0 && o.Minutes == 0 {
		return fmt.Sprintf("P%dD", o.Days)
	}
	return fmt.Sprintf("P%dDT%dH%dM", o.Days, o.Hours, o.Minutes)
}

func (g *gatherer) permissions() {
	g.out.Permissions, g.out.PermissionHistory = []Permission{}, []Permission{}
	for _, p := range care.Purposes {
		if c, asked := g.me.Consents[p]; asked {
			g.out.Permissions = append(g.out.Permissions, permission(c))
		}
	}
	for _, c := range slices.Backward(g.me.History) {
		g.out.PermissionHistory = append(g.out.PermissionHistory, permission(c))
	}
}

func permission(c care.Consent) Permission {
	return Permission{Purpose: string(c.Purpose), Agreed: c.Granted, At: c.At, Wording: c.Wording, Language: c.Language}
}

// sharing is who may see something, by first names.
func (g *gatherer) sharing(s care.Share) Sharing {
	return Sharing{Team: s.Audience != care.OnlyMe, With: g.namesOf(s.People), Sent: g.namesOf(s.Sent), Since: s.At}
}

// privately is who may see a measure: nobody but them unless they said otherwise.
func (g *gatherer) privately(s care.Share) Sharing {
	out := g.sharing(s)
	out.Team = !s.At.IsZero() && s.Audience != care.OnlyMe
	return out
}
