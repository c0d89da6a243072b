package main

import (
	"context"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/mydata"
	"polyphony/scheduler/calendar"
	"polyphony/store"
)

// held is the store as it is read for /mydata: no decision hangs on it.
type held struct {
	flows.Tx
	store *store.Store
	ctx   context.Context
}

func (a *App) held(ctx context.Context) held { return held{a.Store.Begin(ctx), a.Store, ctx} }

// Fetch brings records in one round trip where the store can.
func (h held) Fetch(kind care.Kind, ids []string) error {
	if ahead, can := h.Tx.(interface {
		Fetch(care.Kind, []string) error
	}); can {
		return ahead.Fetch(kind, ids)
	}
	return nil
}

// Trail is the audit trail of a subject.
func (h held) Trail(subject string) ([]flows.Entry, error) { return h.store.Audit(h.ctx, subject) }

// dataFile writes down everything held about somebody, as it stands now.
func (a *App) dataFile(ctx context.Context, contact string, as flows.DataForm, to flows.Delivery) (*flows.File, error) {
	d, err := mydata.Gather(a.held(ctx), contact, a.Now())
	if err != nil {
		return nil, err
	}
	if as == flows.DataJSON {
		body, err := mydata.JSON(d)
		return &flows.File{Name: "my-data.json", Type: "application/json", Body: body}, err
	}
	body, err := mydata.Page(d, a.Texts, a.Texts.Match(to.Language), calendar.Zone(to.Zone))
	return &flows.File{Name: "my-data.html", Type: "text/html", Body: body}, err
}

// export is the same for an operator whom somebody asks.
func (a *App) export(ctx context.Context, contact string) (*mydata.Data, error) {
	return mydata.Gather(a.held(ctx), contact, a.Now())
}
