package main

import (
	"context"
	"net/http"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// seenState is one thing that the page behind a link can say. Its title is what
// a screen reader says first.
type seenState struct {
	title, text, button locales.Key
	status              int
}

var (
	seenAsks     = seenState{title: locales.SeenTitle, text: locales.SeenAsk, button: locales.SeenButton}
	seenAsksTeam = seenState{title: locales.SeenTitle, text: locales.SeenAskTeam, button: locales.SeenButtonTeam}
	seenYours    = seenState{title: locales.SeenYoursTitle, text: locales.SeenYours}
	seenHas      = seenState{title: locales.SeenHasTitle, text: locales.SeenHas}
	seenNoted    = seenState{title: locales.SeenNotedTitle, text: locales.SeenNoted}
	seenClosed   = seenState{title: locales.SeenClosedTitle, text: locales.SeenClosed}
	seenWaits    = seenState{title: locales.SeenWaitTitle, text: locales.SeenWait}
	seenGone     = seenState{title: locales.SeenGoneTitle, text: locales.SeenGone, status: http.StatusGone}
	seenAway     = seenState{title: locales.SeenAwayTitle, text: locales.SeenAway, status: http.StatusServiceUnavailable}

	seenDrill       = seenState{title: locales.DrillPageTitle, text: locales.DrillPage, button: locales.DrillHere}
	seenDrillThanks = seenState{title: locales.DrillPageTitle, text: locales.DrillPageThanks}
	seenDrillOver   = seenState{title: locales.DrillPageTitle, text: locales.DrillPageOver}
)

// seenNow says where the alert of a link stands. Whoever pressed and looks again
// reads what came of it.
func (a *App) seenNow(ctx context.Context, link care.SeenLink) seenState {
	var alert care.Alert
	switch found, err := a.Store.Peek(ctx, care.KindAlert, link.Alert, &alert); {
	case err != nil:
		return seenAway
	case !found:
		return seenClosed
	case alert.Drill:
		return drillNow(&alert, link)
	case alert.State == care.AlertDone:
		return seenClosed
	case alert.State == care.AlertTaken && link.Staff != "" && a.isStaffContact(ctx, link.Staff, alert.Owner):
		return seenYours
	case alert.State == care.AlertTaken:
		return seenHas
	case !link.Used.IsZero() && flows.HeardOn(&alert, link.Channel):
		return seenNoted
	case !link.Used.IsZero(): // it was theirs, and has gone back into the chain
		return seenGone
	case link.Staff == "":
		return seenAsksTeam
	}
	return a.seenAskOne(ctx, link.Staff)
}

// seenAskOne asks the owner of a channel, if they still belong to the team.
func (a *App) seenAskOne(ctx context.Context, staff string) seenState {
	t, _, err := a.TeamNow(ctx)
	if err != nil {
		return seenAway
	}
	if m, _ := t.StaffByID(staff); !m.Role.Staff() {
		return seenGone
	}
	return seenAsks
}

func drillNow(alert *care.Alert, link care.SeenLink) seenState {
	switch {
	case !link.Used.IsZero() && flows.HeardOn(alert, link.Channel):
		return seenDrillThanks
	case alert.State == care.AlertDone:
		return seenDrillOver
	case !link.Used.IsZero():
		return seenGone
	}
	return seenDrill
}

// acknowledge records that the button was pressed, like everything that
// happens, and waits a little to say what came of it. The item's id is the
// link's, so however often it is pressed it counts once.
func (a *App) acknowledge(ctx context.Context, link care.SeenLink) seenState {
	seed, err := a.Store.NewSeed()
	if err != nil {
		return seenAway
	}
	item := flows.Item{ID: "l:" + link.ID, Queue: "alert:" + link.Alert, Source: flows.FromLink, At: a.Now(), Seed: seed, Body: []byte(link.ID)}
	if _, err := a.Store.Record(ctx, []flows.Item{item}); err != nil {
		return seenAway
	}
	a.Engine.Wake()
	done, err := a.handled(ctx, func() (bool, error) {
		found, err := a.Store.Peek(ctx, care.KindSeenLink, link.ID, &link)
		return found && !link.Used.IsZero(), err
	}, seenWait)
	if err != nil || !done {
		return seenWaits // it is recorded, and will count
	}
	return a.seenNow(ctx, link)
}
