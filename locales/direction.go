package locales

import "strings"

// fromRight are languages written from right to left.
var fromRight = map[string]bool{"ur": true, "ar": true, "fa": true, "he": true, "ps": true, "ckb": true, "yi": true}

// Direction is how a page in a language is written: "ltr" or "rtl".
func Direction(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	if fromRight[base] {
		return "rtl"
	}
	return "ltr"
}
