package sandbox

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"mime"
	"net/http"
	"strings"
)

// file is something that was sent in a chat. Files stay as long as the sandbox runs.
type file struct {
	id     string
	unique string
	path   string // under /file/bot<token>/
	name   string
	mime   string
	data   []byte

	wide, high int // of a picture, in pixels; 0 when that cannot be told
}

type files struct {
	byID   map[string]*file
	byPath map[string]*file
}

func newFiles() *files { return &files{byID: map[string]*file{}, byPath: map[string]*file{}} }

func (fs *files) keep(kind, name, mime string, data []byte) *file {
	n := len(fs.byID) + 1
	f := &file{
		id: fmt.Sprintf("sandbox-file-%d", n), unique: fmt.Sprintf("unique-%d", n),
		path: fmt.Sprintf("%ss/file_%d", kind, n), name: name, mime: mime, data: data,
	}
	if size, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		f.wide, f.high = size.Width, size.Height
	}
	fs.byID[f.id], fs.byPath[f.path] = f, f
	return f
}

func cutAttach(given string) (string, bool) {
	name, ok := strings.CutPrefix(given, "attach://")
	return strings.ToLower(name), ok
}

func (s *Server) getFile(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.text("file_id")
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := s.files.byID[id]
	if f == nil {
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	}
	return wireFile{FileID: f.id, FileUniqueID: f.unique, FileSize: len(f.data), FilePath: f.path}, nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	token, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/file/bot"), "/")
	if _, err := botNumber(token); err != nil {
		answerError(w, err.(*apiError))
		return
	}
	s.mu.Lock()
	f := s.files.byPath[path]
	s.mu.Unlock()
	if f == nil {
		answerError(w, &apiError{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(f.data) // the reader may have gone
}

// apiFile answers GET /api/files/{id}: the bytes, under the name that the sender gave.
func (s *Server) apiFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files.byID[r.PathValue("id")]
	s.mu.Unlock()
	if f == nil {
		apiFail(w, missing("There is no such file."))
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mime)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	disposition := "attachment"
	if strings.HasPrefix(f.mime, "image/") && f.mime != "image/svg+xml" {
		disposition = "inline"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.name}))
	_, _ = w.Write(f.data) // the reader may have gone
}
