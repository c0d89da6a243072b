package main

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"regexp"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// The page behind the one-use link of an alarm. It names nobody and shows
// nothing of what was written; only its button does anything, since mail
// programs and scanners open every link that they see.

// seenPath is where those links lead.
const seenPath = "/seen/"

// seenWait is how long the page waits for its button to have had an effect.
const seenWait = 3 * time.Second

var tokenInPath = regexp.MustCompile(`^[a-z2-9]{32}$`)

//go:embed seen.html
var seenHTML string

var seenTemplate = template.Must(template.New("seen").Parse(seenHTML))

// seenURL is the address of a link, nil where we have none.
func seenURL(public string) func(string) string {
	if public == "" {
		return nil
	}
	return func(token string) string { return strings.TrimRight(public, "/") + seenPath + token }
}

// seenPage is what the page shows.
type seenPage struct {
	Lang, Dir, Title, Text, Button, Again, Open, Bot string
	Looks                                            bool // it looks again by itself
	status                                           int
}

// seen answers a link: GET shows where things stand, POST presses.
func (a *App) seen(w http.ResponseWriter, req *http.Request) {
	ctx, cancel := context.WithTimeout(req.Context(), seenWait+lookTimeout)
	defer cancel()
	link, state := a.seenLink(ctx, strings.TrimPrefix(req.URL.Path, seenPath))
	switch {
	case state.text != "":
	case req.Method == http.MethodPost && link.Used.IsZero():
		state = a.acknowledge(ctx, link)
	default:
		state = a.seenNow(ctx, link)
	}
	a.seenPageIn(a.seenLanguage(ctx, link.Staff), state).write(w)
}

// seenAtOnce is how many of these pages may look into the store at once, so
// that a flood of guesses takes nothing from those who write.
const seenAtOnce = 8

// seenLink finds a link by its token, or says why there is none.
func (a *App) seenLink(ctx context.Context, token string) (link care.SeenLink, why seenState) {
	if !tokenInPath.MatchString(token) {
		return link, seenGone
	}
	select {
	case a.seenPlaces <- struct{}{}:
		defer func() { <-a.seenPlaces }()
	case <-time.After(lookTimeout):
		return link, seenAway
	}
	switch found, err := a.Store.Peek(ctx, care.KindSeenLink, flows.TokenID(token), &link); {
	case err != nil:
		return link, seenAway
	case !found, a.Now().After(link.Expires):
		return care.SeenLink{}, seenGone
	}
	return link, seenState{}
}

// seenPageIn is the page in a language.
func (a *App) seenPageIn(lang string, st seenState) seenPage {
	page := seenPage{Lang: lang, Dir: locales.Direction(lang), Title: a.say(lang, st.title), Text: a.say(lang, st.text), Open: a.say(lang, locales.SeenOpen),
		Bot: a.BotName, Looks: st == seenWaits, status: max(st.status, http.StatusOK)}
	if st.button != "" {
		page.Button = a.say(lang, st.button)
	}
	if st == seenAway {
		page.Again = a.say(lang, locales.SeenAgain)
	}
	return page
}

func (p seenPage) write(w http.ResponseWriter) {
	var body bytes.Buffer
	if seenTemplate.Execute(&body, p) != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	w.WriteHeader(p.status)
	_, _ = w.Write(body.Bytes()) // whoever has gone needs no page
}

// seenLanguage is the language of whoever's channel it is, else the team's.
func (a *App) seenLanguage(ctx context.Context, staff string) string {
	var link care.StaffLink
	var c care.Contact
	if staff != "" {
		if found, err := a.Store.Peek(ctx, care.KindStaff, staff, &link); err == nil && found {
			if found, err = a.Store.Peek(ctx, care.KindContact, link.Contact, &c); err == nil && found && c.Language != "" {
				return c.Language
			}
		}
	}
	t, applied, err := a.TeamNow(ctx)
	if err != nil && a.Team != nil {
		t, applied = *a.Team, true // the store is away; the file is not
	}
	if applied && len(t.Languages) > 0 {
		return a.Texts.Match(t.Languages[0])
	}
	return locales.Default
}

// isStaffContact reports whether a contact is who a staff id stands for now.
func (a *App) isStaffContact(ctx context.Context, staff, contact string) bool {
	var link care.StaffLink
	found, err := a.Store.Peek(ctx, care.KindStaff, staff, &link)
	return err == nil && found && link.Contact == contact
}
