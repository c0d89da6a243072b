package bot

import "encoding/json"

// fields is one JSON object, its values undecoded, so that a value of a strange
// shape spoils nothing but itself.
type fields map[string]json.RawMessage

// fieldsOf returns nil for anything that is not an object.
func fieldsOf(raw []byte) fields {
	var f fields
	if json.Unmarshal(raw, &f) != nil {
		return nil
	}
	return f
}

// into fills a value and reports whether it is there and of the right shape.
func (f fields) into(name string, value any) bool {
	raw, ok := f[name]
	return ok && string(raw) != "null" && json.Unmarshal(raw, value) == nil
}

func (f fields) has(name string) bool {
	raw, ok := f[name]
	return ok && string(raw) != "null"
}

func (f fields) sub(name string) fields {
	if raw, ok := f[name]; ok {
		return fieldsOf(raw)
	}
	return nil
}

func (f fields) number(name string) (n int64) {
	f.into(name, &n)
	return n
}

func (f fields) text(name string) (s string) {
	f.into(name, &s)
	return s
}
