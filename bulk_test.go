package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
	"polyphony/locales"
	"polyphony/store"
)

// queueBulk commits n bulk rows to n chats, the way every row is committed.
func queueBulk(t testing.TB, s *store.Store, n int) {
	t.Helper()
	var d flows.Decision
	for i := range n {
		d.Say = append(d.Say, flows.Message{Chat: int64(100_000 + i), Lane: flows.Bulk, Key: locales.ListName,
			Args: flows.Args{"Name": {Text: fmt.Sprint("bulk ", i)}}})
	}
	commitDirectly(t, s, "bulk", d)
}

// commitDirectly commits a decision that no conversation took.
func commitDirectly(t testing.TB, s *store.Store, id string, d flows.Decision) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	if _, err := s.Enter(ctx, now); err != nil {
		t.Fatal(err)
	}
	item := flows.Item{ID: id, Queue: "chat:1", Source: flows.FromOperator, At: now}
	if _, err := rand.Read(item.Seed[:]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(ctx, []flows.Item{item}); err != nil {
		t.Fatal(err)
	}
	claims, err := s.Claim(ctx, now, 1)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claim: %v %v", claims, err)
	}
	if _, err := s.Commit(ctx, now, claims[0], s.Begin(ctx), d, false); err != nil {
		t.Fatal(err)
	}
}

// fixedKey is one sealing key for tests in which chance has no place.
var fixedKey = sync.OnceValue(func() string {
	key, err := store.NewKey()
	if err != nil {
		panic(err)
	}
	return key
})

func storeFor(db redis.UniversalClient, key string) (*store.Store, error) {
	return store.Open(db, store.Options{Deployment: "crash", Replica: "onlooker", MasterKey: key})
}
