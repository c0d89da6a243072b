package flows

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawSeed(t *rapid.T, label string) (s Seed) {
	copy(s[:], rapid.SliceOfN(rapid.Byte(), len(s), len(s)).Draw(t, label))
	return s
}

var (
	idShape    = regexp.MustCompile(`^[a-km-np-z2-9]{12}$`)
	tokenShape = regexp.MustCompile(`^[a-km-np-z2-9]{32}$`) // fits a start payload: at most 64 of [A-Za-z0-9_-]
)

// Deciding again gives the same ids, and another label, number or event gives
// others: a crash between two tries cannot make a second record of one thing.
func TestIdsFollowFromTheSeedAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := drawSeed(t, "seed"), drawSeed(t, "other")
		seen := map[string]string{}
		for _, label := range []string{"contact", "note", "alert", "invitation", "token invitation", ""} {
			for n := range 4 {
				id, token := one.ID(label, n), one.Token(label, n)
				if id != one.ID(label, n) || token != one.Token(label, n) {
					t.Fatal("the same seed gave something else")
				}
				if !idShape.MatchString(id) || !tokenShape.MatchString(token) {
					t.Fatalf("id %q, token %q", id, token)
				}
				if one != two && (id == two.ID(label, n) || token == two.Token(label, n)) {
					t.Fatalf("two events made the same %s", label)
				}
				if was, twice := seen[id]; twice {
					t.Fatalf("%s %d has the id of %s", label, n, was)
				}
				seen[id] = label
			}
		}
	})
}

// Whoever sees the ids of an event learns nothing of its links.
func TestATokenHoldsNoIdOfItsLabel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSeed(t, "seed")
		for n := range 4 {
			if token := s.Token("invitation", 1); strings.Contains(token, s.ID("invitation", n)) {
				t.Fatalf("%s holds the id %d", token, n)
			}
		}
	})
}

// An invitation stands under the hash of its token: the store cannot open it.
func TestATokenIsKeptOnlyAsItsHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := rapid.String().Draw(t, "token"), rapid.String().Draw(t, "other")
		id := TokenID(one)
		if id != TokenID(one) || one != two && id == TokenID(two) {
			t.Fatal("not one id for one token")
		}
		if len(id) != 20 || len(one) > 3 && strings.Contains(id, one) {
			t.Fatalf("%q is kept as %q", one, id)
		}
	})
	if got, want := TokenID("abc"), "7vx5guuhq8gsxnm95tku"; got != want {
		t.Errorf("links that are on their way open nothing any more: %s, want %s", got, want)
	}
}
