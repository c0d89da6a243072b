package store

import (
	"encoding/base64"
	"strings"

	"github.com/tink-crypto/tink-go/v2/tink"
)

// A text that is sealed under somebody's own key stands in its record as the
// mark, the sealed text in base64, a tilde and whose key it is. A text that
// begins with the mark by itself stands behind the mark and a tilde. Every other
// text, and every one written before there were own keys, stands as it is.
const ownMark = "~own~"

// keysOf are keys by their owner. Nil: the key was destroyed, and there will be
// none any more.
type keysOf map[string]tink.AEAD

// ownKey is a key as Redis held it when it was looked up.
type ownKey struct {
	tink.AEAD
	mark string // the end of its sealed form, which no other key's has
}

// markSize is that of AES-GCM's tag.
const markSize = 16

func markOf(wrapped []byte) string { return string(wrapped[max(0, len(wrapped)-markSize):]) }

// opened is what was missing when words were opened.
type opened struct {
	erased bool // there is no key
	wrong  bool // there is one, and it opens nothing: another has been made since
}

// seal is what is kept of a text: nothing when its owner was erased. The
// associated data is the owner, so that no one's words can pass for another's.
func (keys keysOf) seal(failed *error) onWords {
	return func(owner, text string) string {
		if text == "" || owner == "" {
			return escaped(text)
		}
		key := keys[owner]
		if key == nil {
			return ""
		}
		sealed, err := key.Encrypt([]byte(text), []byte(owner))
		if err != nil {
			*failed = err
			return ""
		}
		return ownMark + base64.RawURLEncoding.EncodeToString(sealed) + "~" + owner
	}
}

// open is the other direction. A text whose key is gone is empty: erased.
func (keys keysOf) open(g *opened) onWords {
	return func(_, text string) string {
		sealed, owner, plain := ownParts(text)
		if owner == "" {
			return plain
		}
		if key := keys[owner]; key != nil {
			if text, err := key.Decrypt(sealed, []byte(owner)); err == nil {
				return string(text)
			}
			g.wrong = true
		}
		g.erased = true
		return ""
	}
}

func escaped(text string) string {
	if strings.HasPrefix(text, ownMark) {
		return ownMark + "~" + text
	}
	return text
}

// ownParts takes what is kept of a text apart: sealed for an owner, or plain.
func ownParts(text string) (sealed []byte, owner, plain string) {
	rest, marked := strings.CutPrefix(text, ownMark)
	if !marked {
		return nil, "", text
	}
	if plain, escaped := strings.CutPrefix(rest, "~"); escaped {
		return nil, "", plain
	}
	body, owner, found := strings.Cut(rest, "~")
	sealed, err := base64.RawURLEncoding.DecodeString(body)
	if !found || err != nil {
		return nil, "", text // written before there were own keys
	}
	return sealed, owner, ""
}

// ownersIn are the owners of what is sealed in the JSON of a record. It may
// miss one with an unusual id; whoever opens the words asks for that key then.
func ownersIn(body []byte, owners map[string]bool) {
	rest := string(body)
	for {
		_, after, found := strings.Cut(rest, `"`+ownMark)
		if !found {
			return
		}
		rest = after
		text, _, _ := strings.Cut(after, `"`)
		if _, owner, found := strings.Cut(text, "~"); found && owner != "" && !strings.ContainsRune(owner, '\\') && text[0] != '~' {
			owners[owner] = true
		}
	}
}
