package main

import (
	"context"
	"errors"

	"polyphony/care"
	"polyphony/flows"
)

// held is everything that is held about one person: their own record, their
// circles as they see them, what they wrote, and who did what when.
type held struct {
	Contact  *care.Contact  `json:"contact"`
	Circles  []circleHeld   `json:"circles"`
	CheckIns []care.CheckIn `json:"check_ins"`
	Notes    []care.Note    `json:"notes"`
	Plans    []care.Plan    `json:"plans"`
	Alert    *care.Alert    `json:"open_alert,omitempty"`
	Trail    []flows.Entry  `json:"trail"`
}

// circleHeld is a circle as one of its members sees it.
type circleHeld struct {
	Called   string         `json:"called"`
	Member   *care.Member   `json:"place"`
	Meetings []care.Meeting `json:"meetings"`
}

// export gathers it. What others wrote is theirs and stays out.
func (a *App) export(ctx context.Context, contact string) (*held, error) {
	h := &held{Contact: &care.Contact{}, Circles: []circleHeld{}, CheckIns: []care.CheckIn{}, Notes: []care.Note{}, Plans: []care.Plan{}}
	found, err := a.Store.Peek(ctx, care.KindContact, contact, h.Contact)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, errors.New("nobody is known under this id")
	}
	for _, id := range h.Contact.Networks {
		if err := a.exportCircle(ctx, h, id); err != nil {
			return nil, err
		}
	}
	if err := a.exportShelf(ctx, h, ""); err != nil {
		return nil, err
	}
	var account care.Account
	if _, err := a.Store.Peek(ctx, care.KindAccount, flows.ChatID(h.Contact.Chat), &account); err != nil {
		return nil, err
	}
	if account.Alert != "" {
		h.Alert = &care.Alert{}
		if _, err := a.Store.Peek(ctx, care.KindAlert, account.Alert, h.Alert); err != nil {
			return nil, err
		}
	}
	h.Trail, err = a.Store.Audit(ctx, "contact:"+contact)
	return h, err
}

func (a *App) exportCircle(ctx context.Context, h *held, id string) error {
	var n care.Network
	if found, err := a.Store.Peek(ctx, care.KindNetwork, id, &n); err != nil || !found {
		return err
	}
	c := circleHeld{Called: n.Called, Member: n.Member(h.Contact.ID), Meetings: []care.Meeting{}}
	for _, mid := range n.Meetings {
		var m care.Meeting
		if found, err := a.Store.Peek(ctx, care.KindMeeting, mid, &m); err != nil {
			return err
		} else if found && m.Asked(h.Contact.ID) {
			own := m.Answers[h.Contact.ID]
			m.Answers = map[string]care.Answer{h.Contact.ID: own}
			c.Meetings = append(c.Meetings, m)
		}
	}
	for _, pid := range n.Plans {
		var p care.Plan
		if found, err := a.Store.Peek(ctx, care.KindPlan, pid, &p); err != nil {
			return err
		} else if found && p.Member == h.Contact.ID {
			h.Plans = append(h.Plans, p)
		}
	}
	h.Circles = append(h.Circles, c)
	return a.exportShelf(ctx, h, id)
}

// exportShelf goes through a shelf and all the pages that were put away.
func (a *App) exportShelf(ctx context.Context, h *held, network string) error {
	var shelf care.Shelf
	if _, err := a.Store.Peek(ctx, care.KindShelf, network, &shelf); err != nil {
		return err
	}
	for n := range shelf.Pages {
		var page care.Shelf
		if _, err := a.Store.Peek(ctx, care.KindShelf, flows.ShelfPageID(network, n), &page); err != nil {
			return err
		}
		if err := a.exportItems(ctx, h, page.Items); err != nil {
			return err
		}
	}
	return a.exportItems(ctx, h, shelf.Items)
}

func (a *App) exportItems(ctx context.Context, h *held, items []care.Item) error {
	for _, item := range items {
		switch item.Kind {
		case care.KindNote:
			var n care.Note
			if _, err := a.Store.Peek(ctx, care.KindNote, item.ID, &n); err != nil {
				return err
			}
			if n.Author == h.Contact.ID {
				h.Notes = append(h.Notes, n)
			}
		case care.KindCheckIn:
			var in care.CheckIn
			if _, err := a.Store.Peek(ctx, care.KindCheckIn, item.ID, &in); err != nil {
				return err
			}
			if in.Member == h.Contact.ID {
				h.CheckIns = append(h.CheckIns, in)
			}
		}
	}
	return nil
}
