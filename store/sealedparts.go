package store

import (
	"strings"

	"polyphony/flows"
)

// Every sealed value in Redis, by the family of its key: where in the value the
// sealed part begins, and to what it is bound. A test holds this to the table
// in keys.go: what is sealed by one and unknown to the other stops it.

// sealedPart is the sealed end of a value: head stands before it as it is.
type sealedPart struct {
	head, sealed string
	bound        string // associated data
}

// sealedFamilies are the families that hold sealed values, with their Redis types.
var sealedFamilies = []struct {
	prefix, kind string
	part         func(key, value string) (sealedPart, bool)
}{
	{keyRecord, "string", recordPart},
	{keyOwn, "string", wholePart},
	{keyAudit, "list", wholePart},
	{keyQueue, "list", itemPart},
	{keyOut, "list", rowPart},
	{keyParked, "hash", nil}, // bound to the queue that it came from: parkedPart
}

func wholePart(key, value string) (sealedPart, bool) {
	return sealedPart{sealed: value, bound: key}, true
}

// recordPart: revision ":" sealed.
func recordPart(key, value string) (sealedPart, bool) {
	at := strings.IndexByte(value, ':')
	if at < 0 {
		return sealedPart{}, false
	}
	return sealedPart{value[:at+1], value[at+1:], key}, true
}

// itemPart: id NUL source NUL when NUL sealed; a timer is not sealed.
func itemPart(key, value string) (sealedPart, bool) {
	parts := strings.SplitN(value, "\x00", 4)
	if len(parts) != 4 || parts[1] == string(flows.FromTimer) {
		return sealedPart{}, false
	}
	at := len(value) - len(parts[3])
	return sealedPart{value[:at], value[at:], key + "/" + parts[0]}, true
}

// rowPart: id NUL flags NUL when NUL number NUL sealed.
func rowPart(key, value string) (sealedPart, bool) {
	parts := strings.SplitN(value, "\x00", 5)
	if len(parts) != 5 {
		return sealedPart{}, false
	}
	at := len(value) - len(parts[4])
	return sealedPart{value[:at], value[at:], key + "/" + parts[0]}, true
}

// parkedPart: reason NUL when NUL queue NUL item, as it stood in that queue.
func (s *Store) parkedPart(value string) (sealedPart, bool) {
	parts := strings.SplitN(value, "\x00", 4)
	if len(parts) != 4 {
		return sealedPart{}, false
	}
	item, ok := itemPart(s.key(keyQueue, parts[2]), parts[3])
	item.head = value[:len(value)-len(parts[3])] + item.head
	return item, ok
}

// partOf finds the sealed part of a value under a key, without the prefix.
func (s *Store) partOf(name, value string) (sealedPart, bool) {
	for _, f := range sealedFamilies {
		switch {
		case !strings.HasPrefix(name, f.prefix):
		case f.part == nil:
			return s.parkedPart(value)
		default:
			return f.part(s.key(name), value)
		}
	}
	return sealedPart{}, false
}

// kindOf is the Redis type of a key that may hold sealed values; "": it holds none.
func kindOf(name string) string {
	for _, f := range sealedFamilies {
		if strings.HasPrefix(name, f.prefix) && (f.part != nil || name == f.prefix) {
			return f.kind
		}
	}
	return ""
}
