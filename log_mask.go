package main

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// shortSecret is the length below which a secret is not looked for: masking
// every "ab" would make logs unreadable, and nobody's secret is that short.
const shortSecret = 4

var (
	// botToken is a Telegram token, in a URL too.
	botToken = regexp.MustCompile(`\d{5,16}(?::|%3[Aa])[A-Za-z0-9_-]{30,}`)
	// linkToken is the secret of an invitation: 32 of the letters that
	// flows.Seed.Token is written in.
	linkToken = regexp.MustCompile(`[a-km-np-z2-9]{32,}`)
	// startPayload is whatever follows ?start= in a link, or /start in a chat.
	startPayload = regexp.MustCompile(`((?i:[?&]start(?:group|app)?=|/start(?:@\w+)? ))[^\s"'&<>]+`)
	// longRun is a stretch that is a secret by itself inside a longer one, like
	// the key material in a keyset.
	longRun = regexp.MustCompile(`[A-Za-z0-9+/_=-]{16,}`)
)

// mask hides secrets in any text.
type mask struct{ secrets *strings.Replacer }

func newMask(secrets []string) *mask {
	var forms []string
	for _, s := range secrets {
		s = strings.TrimSpace(s)
		forms = append(forms, s, url.QueryEscape(s), url.PathEscape(s), url.UserPassword("", s).String()[1:], strings.Trim(strconv.Quote(s), `"`))
		forms = append(forms, longRun.FindAllString(s, -1)...)
	}
	forms = slices.DeleteFunc(forms, func(s string) bool { return len(s) < shortSecret })
	// Longest first: a secret inside another must not leave the rest standing.
	slices.SortFunc(forms, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, masked)
	}
	return &mask{secrets: strings.NewReplacer(pairs...)}
}

// hide returns the text with every secret, and everything that is shaped like
// one, masked.
func (m *mask) hide(text string) string {
	text = m.secrets.Replace(text)
	text = botToken.ReplaceAllString(text, masked)
	text = startPayload.ReplaceAllString(text, "${1}"+masked)
	return linkToken.ReplaceAllString(text, masked)
}
