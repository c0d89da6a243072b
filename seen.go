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
	Lang, Dir, Title, Text, Button, Open, Bot string
	status                                    int
}

// seen answers a link: GET asks, POST takes.
func (a *App) seen(w http.ResponseWriter, req *http.Request) {
	ctx, cancel := context.WithTimeout(req.Context(), seenWait+lookTimeout)
	defer cancel()
	token := strings.TrimPrefix(req.URL.Path, seenPath)
	link := care.SeenLink{}
	found := tokenInPath.MatchString(token)
	var err error
	if found {
		found, err = a.Store.Peek(ctx, care.KindSeenLink, flows.TokenID(token), &link)
	}
	lang := a.seenLanguage(ctx, link.Staff)
	text, button := locales.SeenGone, locales.Key("")
	switch {
	case err != nil:
		text = locales.SeenAway
	case !found, !link.Used.IsZero() && req.Method != http.MethodPost, a.Now().After(link.Expires):
	case req.Method == http.MethodPost:
		text = a.acknowledge(ctx, link)
	default:
		text, button = a.seenAsk(ctx, link)
	}
	page := seenPage{Lang: lang, Dir: locales.Direction(lang), Title: a.say(lang, locales.SeenTitle), Text: a.say(lang, text), Open: a.say(lang, locales.SeenOpen), Bot: a.BotName, status: http.StatusOK}
	if button != "" {
		page.Button = a.say(lang, button)
	}
	switch text {
	case locales.SeenGone:
		page.status = http.StatusGone
	case locales.SeenAway:
		page.status = http.StatusServiceUnavailable
	}
	page.write(w)
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

// seenAsk is what the page asks while the alert is nobody's yet.
func (a *App) seenAsk(ctx context.Context, link care.SeenLink) (text, button locales.Key) {
	if text = a.seenState(ctx, link); text != "" {
		return text, ""
	}
	var alert care.Alert
	if _, err := a.Store.Peek(ctx, care.KindAlert, link.Alert, &alert); err == nil && alert.Drill {
		return locales.DrillPage, locales.DrillHere
	}
	if link.Staff == "" {
		return locales.SeenAskTeam, locales.SeenButtonTeam
	}
	return locales.SeenAsk, locales.SeenButton
}

// seenState says what has become of an alert, "" while nobody has it.
func (a *App) seenState(ctx context.Context, link care.SeenLink) locales.Key {
	var alert care.Alert
	switch found, err := a.Store.Peek(ctx, care.KindAlert, link.Alert, &alert); {
	case err != nil:
		return locales.SeenAway
	case !found, alert.State == care.AlertDone:
		return locales.SeenClosed
	case alert.State == care.AlertTaken && link.Staff != "" && a.isStaffContact(ctx, link.Staff, alert.Owner):
		return locales.SeenYours
	case alert.State == care.AlertTaken:
		return locales.SeenHas
	}
	return ""
}

// acknowledge records that the button was pressed, like everything that
// happens, and waits a little to say what came of it. The item's id is the
// link's, so however often it is pressed it counts once.
func (a *App) acknowledge(ctx context.Context, link care.SeenLink) locales.Key {
	seed, err := a.Store.NewSeed()
	if err != nil {
		return locales.SeenAway
	}
	item := flows.Item{ID: "l:" + link.ID, Queue: "alert:" + link.Alert, Source: flows.FromLink, At: a.Now(), Seed: seed, Body: []byte(link.ID)}
	if _, err := a.Store.Record(ctx, []flows.Item{item}); err != nil {
		return locales.SeenAway
	}
	a.Engine.Wake()
	done, err := a.handled(ctx, func() (bool, error) {
		var now care.SeenLink
		found, err := a.Store.Peek(ctx, care.KindSeenLink, link.ID, &now)
		return found && !now.Used.IsZero(), err
	}, seenWait)
	if err != nil || !done {
		return locales.SeenWait // it is recorded, and will count
	}
	if text := a.seenState(ctx, link); text != "" {
		return text
	}
	if link.Staff != "" {
		return locales.DrillThanks // only a drill leaves it open after its owner's press
	}
	return locales.SeenNoted
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
	if t, applied, err := a.TeamNow(ctx); err == nil && applied && len(t.Languages) > 0 {
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
