package sandbox

import (
	"net/http"
	"strconv"
)

func (s *Server) apiGroups(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, s.Groups())
}

func (s *Server) apiAddGroup(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name    string
		Members []int64
	}
	if err := readJSON(r, &in); err != nil {
		apiFail(w, err)
		return
	}
	g, err := s.AddGroup(in.Name, in.Members)
	if err == nil {
		err = s.settle(r.Context())
	}
	s.reply(w, g, err)
}

func (s *Server) apiGroupChat(w http.ResponseWriter, r *http.Request) {
	messages, err := s.GroupChat(groupID(r))
	s.reply(w, messages, err)
}

func (s *Server) apiMigrates(w http.ResponseWriter, r *http.Request) {
	g, err := s.Migrates(r.Context(), groupID(r))
	s.reply(w, g, err)
}

func (s *Server) apiAddsBot(w http.ResponseWriter, r *http.Request)    { s.apiBotInGroup(w, r, true) }
func (s *Server) apiRemovesBot(w http.ResponseWriter, r *http.Request) { s.apiBotInGroup(w, r, false) }

func (s *Server) apiBotInGroup(w http.ResponseWriter, r *http.Request, in bool) {
	var who struct{ Person int64 }
	if err := readJSON(r, &who); err != nil {
		apiFail(w, err)
		return
	}
	s.reply(w, done{OK: true}, s.botInGroup(r.Context(), who.Person, groupID(r), in))
}

// groupID reads a group's number out of a path; zero is no group's.
func groupID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id
}
