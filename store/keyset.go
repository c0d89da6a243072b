package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// Keyset is a MASTER_KEY: one key seals, and opens; the others only open. Its
// keys stand in the order in which they were made, so the last is the newest.
type Keyset struct{ handle *keyset.Handle }

// KeyID names a key of a keyset: eight hex digits that stand, as four bytes,
// before everything that it sealed. It says nothing about the key.
type KeyID string

var errNotAKeyset = errors.New("the master key is not one that `polyphony doctor --new-key` or `--rotate-key` printed")

// ParseKeyset reads a MASTER_KEY. The error never holds any of it.
func ParseKeyset(text string) (Keyset, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) == 0 {
		return Keyset{}, errNotAKeyset
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(raw)))
	if err != nil {
		return Keyset{}, errNotAKeyset
	}
	return Keyset{handle}, nil
}

// Text is the keyset in the form of MASTER_KEY.
func (k Keyset) Text() (string, error) {
	var buf bytes.Buffer
	if err := insecurecleartextkeyset.Write(k.handle, keyset.NewBinaryWriter(&buf)); err != nil {
		return "", fmt.Errorf("store: keyset: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(buf.Bytes()), nil
}

// Writes is the key that seals.
func (k Keyset) Writes() KeyID {
	return keyID(k.handle.KeysetInfo().GetPrimaryKeyId())
}

// IDs are all its keys, the oldest first.
func (k Keyset) IDs() []KeyID {
	var ids []KeyID
	for _, info := range k.handle.KeysetInfo().GetKeyInfo() {
		ids = append(ids, keyID(info.GetKeyId()))
	}
	return ids
}

// Newest is the key that was made last.
func (k Keyset) Newest() KeyID {
	ids := k.IDs()
	return ids[len(ids)-1]
}

// Old are the keys that only open although a newer one seals.
func (k Keyset) Old() []KeyID {
	return slices.DeleteFunc(k.IDs(), func(id KeyID) bool { return id == k.Writes() })
}

func keyID(n uint32) KeyID { return KeyID(fmt.Sprintf("%08x", n)) }

func (id KeyID) number() uint32 {
	raw, err := hex.DecodeString(string(id))
	if err != nil || len(raw) != 4 {
		return 0
	}
	return binary.BigEndian.Uint32(raw)
}

// Fingerprint tells two keysets apart without showing either: the same keys
// have the same one, whichever of them seals. 80 bits, in groups of four.
func (k Keyset) Fingerprint() string {
	hash := sha256.New()
	hash.Write([]byte("polyphony master key\x00"))
	sums := k.sums()
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(hash, "%s %x\n", id, sums[id])
	}
	text := hex.EncodeToString(hash.Sum(nil)[:10])
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:16], text[16:]}, "-")
}

// Opens reports whether it opens all that the other does: whether each key of
// the other is in it, to the last bit.
func (k Keyset) Opens(other Keyset) bool {
	ours := k.sums()
	for id, sum := range other.sums() {
		if ours[id] != sum {
			return false
		}
	}
	return true
}

// sums are hashes of the keys.
func (k Keyset) sums() map[KeyID][sha256.Size]byte {
	sums := map[KeyID][sha256.Size]byte{}
	for _, key := range insecurecleartextkeyset.KeysetMaterial(k.handle).GetKey() {
		sums[keyID(key.GetKeyId())] = sha256.Sum256(key.GetKeyData().GetValue())
	}
	return sums
}

// WithNew is the keyset with one more key, which only opens.
func (k Keyset) WithNew() (Keyset, error) {
	return k.changed(func(m *keyset.Manager) error {
		_, err := m.Add(aead.AES256GCMKeyTemplate())
		return err
	})
}

// Promoted is the keyset in which the newest key seals.
func (k Keyset) Promoted() (Keyset, error) {
	return k.changed(func(m *keyset.Manager) error { return m.SetPrimary(k.Newest().number()) })
}

// Alone is the keyset without the keys that only open.
func (k Keyset) Alone() (Keyset, error) {
	return k.changed(func(m *keyset.Manager) error {
		for _, id := range k.Old() {
			if err := m.Delete(id.number()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (k Keyset) changed(change func(*keyset.Manager) error) (Keyset, error) {
	m := keyset.NewManagerFromHandle(k.handle)
	if err := change(m); err != nil {
		return Keyset{}, fmt.Errorf("store: keyset: %w", err)
	}
	handle, err := m.Handle()
	if err != nil {
		return Keyset{}, fmt.Errorf("store: keyset: %w", err)
	}
	return Keyset{handle}, nil
}

// sealedBy is the key that sealed a value; false when it is no sealed value.
func sealedBy(sealed string) (KeyID, bool) {
	if len(sealed) < sealPrefix || sealed[0] != sealStart {
		return "", false
	}
	return keyID(binary.BigEndian.Uint32([]byte(sealed[1:sealPrefix]))), true
}

// Tink puts a 1 and the number of its key before what a key sealed.
const (
	sealStart  byte = 1
	sealPrefix int  = 5
)
