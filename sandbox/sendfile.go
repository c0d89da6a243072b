package sandbox

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
)

func (s *Server) sendDocument(c *call) (any, error) { return s.sendFile(c, kindDocument) }
func (s *Server) sendPhoto(c *call) (any, error)    { return s.sendFile(c, kindPhoto) }
func (s *Server) sendVoice(c *call) (any, error)    { return s.sendFile(c, kindVoice) }
func (s *Server) sendSticker(c *call) (any, error)  { return s.sendFile(c, kindSticker) }

// sendFile sends an upload, or a file that the sandbox already has, under the field named like its kind.
func (s *Server) sendFile(c *call, kind string) (any, error) {
	f, err := caption(c)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.openChat(c); err != nil { // before the file is kept
		return nil, err
	}
	sent, err := s.fileFor(c, kind)
	if err != nil {
		return nil, err
	}
	return s.post(c, &message{kind: kind, file: sent, text: f.text, entities: f.entities, emoji: c.text("emoji")})
}

func (s *Server) fileFor(c *call, kind string) (*file, error) {
	if up, ok := c.files[kind]; ok {
		return s.keepUpload(kind, up)
	}
	given := c.text(kind)
	if given == "" {
		return nil, badRequest("there is no %s in the request", kind)
	}
	if attached, ok := cutAttach(given); ok {
		if up, ok := c.files[attached]; ok {
			return s.keepUpload(kind, up)
		}
	}
	if known := s.files.byID[given]; known != nil {
		return known, nil
	}
	return nil, badRequest("wrong file identifier/HTTP URL specified")
}

func (s *Server) keepUpload(kind string, up upload) (*file, error) {
	if len(up.data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	return s.files.keep(kind, up.name, fileType(up), up.data), nil
}

// typesByEnding is the same on every machine, unlike the system's own table.
var typesByEnding = map[string]string{
	".ics": "text/calendar", ".json": "application/json", ".txt": "text/plain", ".csv": "text/csv", ".html": "text/html",
	".pdf": "application/pdf", ".zip": "application/zip", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".webp": "image/webp", ".svg": "image/svg+xml", ".ogg": "audio/ogg", ".mp3": "audio/mpeg",
}

// fileType is what Telegram makes of an upload: the ending of its name says more than the header of the part.
func fileType(up upload) string {
	if known := typesByEnding[strings.ToLower(filepath.Ext(up.name))]; known != "" {
		return known
	}
	if up.mime != "" && up.mime != "application/octet-stream" {
		return up.mime
	}
	plain, _, _ := strings.Cut(http.DetectContentType(up.data), ";")
	return plain
}

func (s *Server) sendLocation(c *call) (any, error) { return s.sendPlace(c, false) }
func (s *Server) sendVenue(c *call) (any, error)    { return s.sendPlace(c, true) }

func (s *Server) sendPlace(c *call, venue bool) (any, error) {
	at := &place{}
	for field, into := range map[string]*float64{"latitude": &at.latitude, "longitude": &at.longitude} {
		n, err := strconv.ParseFloat(c.text(field), 64)
		if err != nil || n < -180 || n > 180 {
			return nil, badRequest("%s is empty", field)
		}
		*into = n
	}
	if venue {
		at.title, at.address = c.text("title"), c.text("address")
		if at.title == "" || at.address == "" {
			return nil, badRequest("parameter \"title\" and \"address\" are required")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post(c, &message{kind: kindLocation, place: at})
}
