package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// operatorQueue orders what operators type: there is one machine room.
const operatorQueue = "operator:team"

// ApplyTeam records that a checked team file shall count from now on.
func (a *App) ApplyTeam(ctx context.Context, t care.Team) error {
	_, err := a.operator(ctx, flows.Operator{Verb: "team", Team: &t}, nil)
	return err
}

// startRota records that the rota is to be looked after, which sets its one
// timer whatever became of it before.
func (a *App) startRota(ctx context.Context) error {
	_, err := a.operator(ctx, flows.Operator{Verb: "rota"}, nil)
	return err
}

// Invite records an invitation and returns its link. The token is derived from
// the event's seed and kept nowhere; the link works as soon as the event has
// been handled.
func (a *App) Invite(ctx context.Context, inv care.Invitation) (link string, err error) {
	link, _, err = a.invite(ctx, inv)
	return link, err
}

func (a *App) invite(ctx context.Context, inv care.Invitation) (link, id string, err error) {
	token, err := a.operator(ctx, flows.Operator{Verb: "invite", Invite: &inv}, &inv)
	return "https://t.me/" + a.BotName + "?start=" + token, inv.ID, err
}

func (a *App) operator(ctx context.Context, op flows.Operator, inv *care.Invitation) (token string, err error) {
	seed, err := a.Store.NewSeed()
	if err != nil {
		return "", err
	}
	if inv != nil {
		token = seed.Token("operator", 1)
		inv.ID = flows.TokenID(token)
	}
	body, err := json.Marshal(op)
	if err != nil {
		return "", fmt.Errorf("operator command: %w", err)
	}
	item := flows.Item{ID: "o:" + seed.ID("operator", 1), Queue: operatorQueue, Source: flows.FromOperator, At: a.Now(), Seed: seed, Body: body}
	if _, err := a.Store.Record(ctx, []flows.Item{item}); err != nil {
		return "", err
	}
	a.Engine.Wake()
	return token, nil
}

// TeamNow is the team file that counts, and whether one has been applied.
func (a *App) TeamNow(ctx context.Context) (t care.Team, applied bool, err error) {
	applied, err = a.Store.Peek(ctx, care.KindTeam, flows.TeamID, &t)
	return t, applied, err
}

// handled waits until what was recorded has been handled by whichever replica
// runs, and reports whether it was within the time.
func (a *App) handled(ctx context.Context, done func() (bool, error), within time.Duration) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for {
		if ok, err := done(); ok || err != nil {
			return ok, err
		}
		select {
		case <-ctx.Done():
			return false, nil
		case <-time.After(50 * time.Millisecond):
		}
	}
}
