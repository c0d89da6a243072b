package bot

import "encoding/json"

// fields is one JSON object in the order of its text, its values undecoded, so
// that a value of a strange shape spoils nothing but itself.
type fields []field

type field struct {
	name string
	raw  json.RawMessage // of the text it came from
}

// fieldsOf returns nil for anything that is not an object.
func fieldsOf(raw []byte) fields {
	if !json.Valid(raw) {
		return nil
	}
	return apart(raw)
}

// get is a value as it stands; where a name comes twice, the later one counts.
func (f fields) get(name string) (raw json.RawMessage, ok bool) {
	for i := len(f) - 1; i >= 0; i-- {
		if f[i].name == name {
			return f[i].raw, true
		}
	}
	return nil, false
}

// into fills a value and reports whether it is there and of the right shape.
func (f fields) into(name string, value any) bool {
	raw, ok := f.get(name)
	return ok && string(raw) != "null" && json.Unmarshal(raw, value) == nil
}

func (f fields) has(name string) bool {
	raw, ok := f.get(name)
	return ok && string(raw) != "null"
}

func (f fields) sub(name string) fields {
	raw, _ := f.get(name)
	return apart(raw)
}

func (f fields) number(name string) (n int64) {
	f.into(name, &n)
	return n
}

func (f fields) text(name string) (s string) {
	f.into(name, &s)
	return s
}
