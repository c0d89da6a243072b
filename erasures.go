package main

import (
	"context"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/store"
)

// erasures is what follows when somebody was erased: their id is written down
// outside Redis, and Redis cleans its disk. Both are looked for in Redis now and
// then, so a crash in between puts them off and loses nothing.
type erasures struct {
	store *store.Store
	list  *store.ErasureList // nil: nothing is kept anyway, as in the sandbox
	scour *store.Scour
}

// writeDown copies what the list does not have yet.
func (e *erasures) writeDown(ctx context.Context) error {
	if e.list == nil {
		return nil
	}
	fresh, err := e.store.Erased(ctx, len(e.list.All()))
	if err != nil {
		return err
	}
	return e.list.Add(fresh)
}

// scourSaid is the level and words in which each result is logged.
var scourSaid = map[store.Scoured]string{
	store.ScourBegun:   "somebody was erased: Redis writes its files anew",
	store.ScourClean:   "nothing of them is on the disk of Redis",
	store.ScourFailed:  "Redis could not write its files anew: it is asked again",
	store.ScourSlow:    "Redis has been writing its files anew for long",
	store.ScourRefused: "this Redis does not let its files be written anew: see docs/operations/restore.md",
}

// erasuresEvery is how often it is looked whether somebody was erased.
const erasuresEvery = time.Second

// afterErasures goes on with what follows an erasure.
func (a *App) afterErasures(ctx context.Context, now time.Time) error {
	if err := a.erasures.writeDown(ctx); err != nil {
		a.Log.Error("the erasure list cannot be written", "err", err.Error())
		return nil // nobody else has to wait for it; the next beat tries again
	}
	did, err := a.erasures.scour.Step(ctx, now)
	switch said := scourSaid[did]; did {
	case store.ScourNothing:
	case store.ScourBegun, store.ScourClean:
		a.Log.Info(said, "reason", string(did))
	default:
		a.Log.Warn(said, "reason", string(did))
	}
	return err
}

// erasedQueue orders the events by which somebody is erased again.
const erasedQueue = "operator:erased"

// eraseAgain erases those once more whom a restored backup has brought back:
// their keys at once, before anything is claimed or sent, and all the rest by
// an event for each.
func (a *App) eraseAgain(ctx context.Context) error {
	if a.erasures.list == nil {
		return nil
	}
	all := a.erasures.list.All()
	back, err := a.Store.Returned(ctx, all)
	if err != nil {
		return err
	}
	var items []flows.Item
	for _, e := range back {
		seed, err := a.Store.NewSeed()
		if err != nil {
			return err
		}
		items = append(items, flows.Item{ID: "e:" + seed.ID("erased", 1), Queue: erasedQueue, Source: flows.FromErasures, At: a.Now(), Seed: seed, Body: []byte(e.Contact)})
	}
	if _, err := a.Store.Record(ctx, items); err != nil { // first, so that a crash here begins again
		return err
	}
	unknown, err := a.unknown(ctx, all, back)
	if err != nil {
		return err
	}
	if err := a.Store.Destroy(ctx, unknown); err != nil {
		return err
	}
	if len(back) > 0 {
		a.Log.Warn("a restored backup brought erased people back: they are erased again", "count", len(back))
	}
	return nil
}

// unknown adds to those who came back whom this Redis does not know to be erased.
func (a *App) unknown(ctx context.Context, all, back []store.Erased) (out []store.Erased, err error) {
	here, err := a.Store.Erased(ctx, -1)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, e := range here {
		known[e.Contact] = true
	}
	for _, e := range back {
		delete(known, e.Contact)
	}
	for _, e := range all {
		if !known[e.Contact] {
			out = append(out, e)
		}
	}
	return out, nil
}

// erasedTx reads for the sender: whoever is in the erasure list is not there,
// also while a restored backup still has their record (I4).
type erasedTx struct {
	flows.Tx
	list *store.ErasureList
}

func (t erasedTx) Read(kind care.Kind, id string, into any) (bool, error) {
	if kind == care.KindContact && t.list.Has(id) {
		return false, nil
	}
	return t.Tx.Read(kind, id, into)
}

// stillStands asks the store whether what the sender read stands (I4).
func (a *App) stillStands(ctx context.Context, tx flows.Tx) (begun func(), still bool, err error) {
	if listed, ok := tx.(erasedTx); ok {
		tx = listed.Tx
	}
	return a.Store.Still(ctx, tx)
}
