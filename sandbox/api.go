package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// apiLimit bounds the body of a call to the JSON API.
const apiLimit = 1 << 20

func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /api/people":                s.apiPeople,
		"POST /api/people":               s.apiAddPerson,
		"GET /api/people/{id}/chat":      s.apiChat,
		"GET /api/people/{id}/commands":  s.apiCommands,
		"POST /api/people/{id}/says":     s.apiSays,
		"POST /api/people/{id}/edits":    s.apiEdits,
		"POST /api/people/{id}/taps":     s.apiTaps,
		"POST /api/people/{id}/opens":    s.apiOpens,
		"POST /api/people/{id}/sends":    s.apiSends,
		"POST /api/people/{id}/blocks":   s.apiBlocks,
		"POST /api/people/{id}/unblocks": s.apiUnblocks,
		"GET /api/groups":                s.apiGroups,
		"POST /api/groups":               s.apiAddGroup,
		"GET /api/groups/{id}/chat":      s.apiGroupChat,
		"POST /api/groups/{id}/migrates": s.apiMigrates,
		"POST /api/groups/{id}/adds":     s.apiAddsBot,
		"POST /api/groups/{id}/removes":  s.apiRemovesBot,
		"GET /api/clock":                 s.apiClock,
		"POST /api/clock":                s.apiPush,
		"GET /api/faults":                s.apiFaults,
		"POST /api/faults":               s.apiAddFault,
		"DELETE /api/faults":             s.apiClearFaults,
		"GET /api/events":                s.apiEvents,
		"GET /api/drawer":                s.apiDrawer,
		"GET /api/story":                 s.apiStory,
		"GET /api/files/{id}":            s.apiFile,
		"GET /api/script":                s.apiScript,
	} {
		mux.HandleFunc(pattern, handle)
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		apiFail(w, missing("There is no such call."))
	})
	mux.Handle("/", page())
	return mux
}

// ServeHTTP answers the Bot API, the JSON API and the page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/bot") && strings.Count(r.URL.Path, "/") > 1:
		s.serveBot(w, r)
	case strings.HasPrefix(r.URL.Path, "/file/bot"):
		s.serveFile(w, r)
	case strings.HasPrefix(r.URL.Path, "/api/") && !ownPage(r):
		writeJSON(w, http.StatusForbidden, map[string]string{"error": "Only the sandbox's own page may do that."})
	default:
		w.Header().Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, apiLimit)
		s.mux.ServeHTTP(w, r)
	}
}

// ownPage refuses what a page from elsewhere could send: such a request names another origin. Programs name none.
func ownPage(r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" { // a browser says so itself, also behind a proxy
		return site == "same-origin"
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

// apiFail answers with one plain sentence.
func apiFail(w http.ResponseWriter, err error) {
	status, text := http.StatusInternalServerError, "Something went wrong in the application."
	var refusal *Refusal
	if errors.As(err, &refusal) {
		status, text = http.StatusBadRequest, refusal.Text
		if refusal.Missing {
			status = http.StatusNotFound
		}
	}
	writeJSON(w, status, map[string]string{"error": text})
}

// readJSON reads a body into a struct; an empty body is an empty object.
func readJSON(r *http.Request, into any) error {
	raw, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return refuse("That is too much to send at once.")
	case err != nil:
		return refuse("The request could not be read.")
	case strings.TrimSpace(string(raw)) == "":
		return nil
	case json.Unmarshal(raw, into) != nil:
		return refuse("That is not the JSON object that this call takes.")
	}
	return nil
}

// reply answers with a result, or with the sentence of the error.
func (s *Server) reply(w http.ResponseWriter, result any, err error) {
	if err == nil {
		writeJSON(w, http.StatusOK, result)
		return
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		s.log.Error("the sandbox could not finish a call", "error", err)
	}
	apiFail(w, err)
}
