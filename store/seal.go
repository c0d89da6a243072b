package store

import (
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// sealer seals every value that leaves for Redis. The associated data is the
// key under which the value is kept, so no value can stand in for another.
type sealer struct {
	primitive tink.AEAD
	writes    KeyID   // the key that seals
	ids       []KeyID // all that open
}

// plainEnvelope is the first byte of what is sealed: schema version, body. A
// person's words in the body are sealed under a key of their own, see own.go.
const plainEnvelope byte = 0

// NewKey makes a fresh sealing keyset (AES-256-GCM) in the form of MASTER_KEY.
func NewKey() (string, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return "", fmt.Errorf("store: new key: %w", err)
	}
	return Keyset{handle}.Text()
}

// newSealer reads a MASTER_KEY. The error never holds any of it.
func newSealer(text string) (*sealer, error) {
	keys, err := ParseKeyset(text)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	primitive, err := aead.New(keys.handle)
	if err != nil {
		return nil, fmt.Errorf("store: the master key cannot seal")
	}
	return &sealer{primitive: primitive, writes: keys.Writes(), ids: keys.IDs()}, nil
}

func (s *sealer) seal(key string, version int, body []byte) ([]byte, error) {
	plain := make([]byte, 0, len(body)+2)
	plain = append(plain, plainEnvelope, byte(version))
	plain = append(plain, body...)
	out, err := s.primitive.Encrypt(plain, []byte(key))
	if err != nil {
		return nil, fmt.Errorf("store: seal %s: %w", key, err)
	}
	return out, nil
}

func (s *sealer) open(key string, sealed []byte) (version int, body []byte, err error) {
	plain, err := s.primitive.Decrypt(sealed, []byte(key))
	if err != nil || len(plain) < 2 {
		return 0, nil, fmt.Errorf("store: %s cannot be opened with this master key", key)
	}
	if plain[0] != plainEnvelope {
		return 0, nil, fmt.Errorf("store: %s was sealed by a newer version of this program", key)
	}
	return int(plain[1]), plain[2:], nil
}
