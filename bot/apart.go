package bot

import "encoding/json"

// apart takes the top of an object apart, in one pass and without copying. The
// text must be valid JSON; anything but an object gives nil.
func apart(raw []byte) fields {
	at := pastSpace(raw, 0)
	if at >= len(raw) || raw[at] != '{' {
		return nil
	}
	out := make(fields, 0, 8)
	for at = pastSpace(raw, at+1); at < len(raw) && raw[at] == '"'; {
		end := pastValue(raw, at)
		name := nameOf(raw[at:end])
		from := pastSpace(raw, pastSpace(raw, end)+1) // over the colon
		to := pastValue(raw, from)
		out = append(out, field{name, raw[from:to:to]})
		if at = pastSpace(raw, to); at < len(raw) && raw[at] == ',' {
			at = pastSpace(raw, at+1)
		}
	}
	return out
}

func pastSpace(raw []byte, at int) int {
	for at < len(raw) && (raw[at] == ' ' || raw[at] == '\n' || raw[at] == '\t' || raw[at] == '\r') {
		at++
	}
	return at
}

// nameOf is a name without its quotation marks.
func nameOf(quoted []byte) string {
	for _, c := range quoted {
		if c == '\\' || c >= 0x80 {
			var name string
			_ = json.Unmarshal(quoted, &name) // it is valid
			return name
		}
	}
	return string(quoted[1 : len(quoted)-1])
}

// pastValue is where the value that begins at a place ends.
func pastValue(raw []byte, at int) int {
	depth := 0
	for at < len(raw) {
		switch raw[at] {
		case '"':
			at = pastString(raw, at)
		case '{', '[':
			depth++
			at++
		case '}', ']':
			depth--
			at++
		default:
			at = pastPlain(raw, at)
		}
		if depth == 0 {
			return at
		}
	}
	return at
}

// pastString is where the string that begins at a place ends.
func pastString(raw []byte, at int) int {
	for at++; at < len(raw) && raw[at] != '"'; at++ {
		if raw[at] == '\\' {
			at++
		}
	}
	return min(at+1, len(raw))
}

// pastPlain is where what is neither string, object nor array ends: a number, a
// word, or, within a value, what stands between its parts.
func pastPlain(raw []byte, at int) int {
	for at++; at < len(raw); at++ {
		switch raw[at] {
		case '"', '{', '[', '}', ']', ',', ' ', '\n', '\t', '\r':
			return at
		}
	}
	return at
}
