package sandbox

import (
	"errors"
	"net/http"
	"strconv"
)

func (s *Server) apiPeople(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, s.People())
}

func (s *Server) apiAddPerson(w http.ResponseWriter, r *http.Request) {
	var in struct{ Name, Language string }
	if err := readJSON(r, &in); err != nil {
		apiFail(w, err)
		return
	}
	p, err := s.AddPerson(in.Name, in.Language)
	s.reply(w, p, err)
}

func (s *Server) apiChat(w http.ResponseWriter, r *http.Request) {
	id, err := personID(r.PathValue("id"))
	if err != nil {
		apiFail(w, err)
		return
	}
	in := id
	if asked := r.URL.Query().Get("chat"); asked != "" {
		in, _ = strconv.ParseInt(asked, 10, 64)
	}
	messages, err := s.ChatIn(id, in)
	s.reply(w, messages, err)
}

func (s *Server) apiCommands(w http.ResponseWriter, r *http.Request) {
	id, err := personID(r.PathValue("id"))
	if err != nil {
		apiFail(w, err)
		return
	}
	list, err := s.Commands(id)
	s.reply(w, list, err)
}

// deed is the body of everything that a person does.
type deed struct {
	Text      string `json:"text"`
	Link      string `json:"link"`
	Kind      string `json:"kind"`
	Button    string `json:"button"`
	MessageID int    `json:"message_id"`
	ReplyTo   int    `json:"reply_to"`
	Chat      int64  `json:"chat"` // a group; absent: the person's own chat
	Raw       bool   `json:"raw"`  // a tap with data that no button shows is sent all the same
	Caption   string `json:"caption"`

	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
}

// done is what most deeds answer.
type done struct {
	OK        bool `json:"ok"`
	MessageID int  `json:"message_id,omitempty"`
}

// deeds reads who does what, does it, and answers.
func (s *Server) deeds(w http.ResponseWriter, r *http.Request, do func(person int64, d deed) (any, error)) {
	id, err := personID(r.PathValue("id"))
	var d deed
	if err == nil {
		err = readJSON(r, &d)
	}
	if err != nil {
		apiFail(w, err)
		return
	}
	result, err := do(id, d)
	s.reply(w, result, err)
}

func (s *Server) apiSays(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, d deed) (any, error) {
		n, err := s.SaysIn(r.Context(), id, d.Chat, d.Text, d.ReplyTo)
		return done{true, n}, err
	})
}

func (s *Server) apiEdits(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, d deed) (any, error) {
		return done{true, d.MessageID}, s.Edits(r.Context(), id, d.MessageID, d.Text)
	})
}

func (s *Server) apiTaps(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, d deed) (any, error) {
		answer, err := s.TapsIn(r.Context(), id, d.Chat, d.MessageID, d.Button)
		if unseen := (*Refusal)(nil); d.Raw && errors.As(err, &unseen) && unseen.Missing {
			return s.TapsRaw(r.Context(), id, d.Chat, d.MessageID, d.Button)
		}
		return answer, err
	})
}

func (s *Server) apiOpens(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, d deed) (any, error) {
		n, err := s.Opens(r.Context(), id, d.Link)
		return done{true, n}, err
	})
}

func (s *Server) apiSends(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, d deed) (any, error) {
		n, err := s.SendsThing(r.Context(), id, Thing{d.Kind, d.Caption, d.Latitude, d.Longitude})
		return done{true, n}, err
	})
}

func (s *Server) apiBlocks(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, _ deed) (any, error) { return done{OK: true}, s.Blocks(r.Context(), id) })
}

func (s *Server) apiUnblocks(w http.ResponseWriter, r *http.Request) {
	s.deeds(w, r, func(id int64, _ deed) (any, error) { return done{OK: true}, s.Unblocks(r.Context(), id) })
}

// personID reads a person's number out of a path.
func personID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, missing("There is nobody with that number.")
	}
	return id, nil
}
