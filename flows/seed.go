package flows

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
)

// Seed is the randomness that an event brought along. Ids and tokens derive
// from it, so that deciding again gives the same ones and nobody can guess one.
type Seed [32]byte

var letters = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

func (s Seed) derive(label string, n int) []byte {
	mac := hmac.New(sha256.New, s[:])
	mac.Write([]byte(label))
	mac.Write([]byte{0})
	mac.Write([]byte(strconv.Itoa(n)))
	return mac.Sum(nil)
}

// ID derives the n-th id of a label: 12 letters, 60 bits.
func (s Seed) ID(label string, n int) string {
	return letters.EncodeToString(s.derive(label, n))[:12]
}

// Token derives the n-th secret of a label: 32 letters, 160 bits, fit for a
// link's start payload.
func (s Seed) Token(label string, n int) string {
	return letters.EncodeToString(s.derive("token "+label, n))[:32]
}

// newToken draws the next secret of a label.
func (s *step) newToken(label string) string {
	if s.ids == nil {
		s.ids = map[string]int{}
	}
	s.ids["token "+label]++
	return s.ev.Seed.Token(label, s.ids["token "+label])
}

// TokenID is the id under which a token's record is kept. The token itself is
// nowhere in the store.
func TokenID(token string) string {
	sum := sha256.Sum256([]byte("invitation\x00" + token))
	return letters.EncodeToString(sum[:])[:20]
}
