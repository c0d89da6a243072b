package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// callLimit bounds the body of one Bot API call; Telegram takes files of up to 50 MB.
const callLimit = 50 << 20

// params are the arguments of one Bot API call, whichever way they came: names in lower case, values as text, with
// JSON for anything that is not plain text.
type params struct {
	fields map[string]string
	files  map[string]upload
}

// upload is a file that came with a call.
type upload struct {
	name string
	mime string
	data []byte
}

func (p params) text(name string) string { return p.fields[name] }

func (p params) yes(name string) bool {
	switch strings.ToLower(p.fields[name]) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// number is an integer argument, or fallback when it is absent or no integer.
func (p params) number(name string, fallback int64) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(p.fields[name]), 10, 64)
	if err != nil {
		return fallback
	}
	return n
}

// readParams reads the query and the body: urlencoded, JSON or multipart.
func readParams(w http.ResponseWriter, r *http.Request) (params, error) {
	p := params{fields: map[string]string{}, files: map[string]upload{}}
	p.take(r.URL.Query())
	if r.Method == http.MethodGet {
		return p, nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, callLimit)
	kind, attrs, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return p, nil // no body, or none that Telegram would read
	case kind == "application/json":
		return p, p.takeJSON(r.Body)
	case kind == "multipart/form-data":
		return p, p.takeForm(r.Body, attrs["boundary"])
	case kind == "application/x-www-form-urlencoded":
		return p, p.takeQuery(r.Body)
	}
	return p, nil
}

func (p params) take(values url.Values) {
	for name, v := range values {
		p.fields[strings.ToLower(name)] = v[0]
	}
}

func (p params) takeQuery(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return tooBig(err)
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return badRequest("can't parse the request")
	}
	p.take(values)
	return nil
}

func (p params) takeJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return tooBig(err)
	}
	if strings.TrimSpace(string(raw)) == "" {
		return nil
	}
	var values map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return badRequest("can't parse JSON object")
	}
	for name, v := range values {
		var text string
		switch {
		case string(v) == "null":
			continue
		case json.Unmarshal(v, &text) != nil:
			text = string(v)
		}
		p.fields[strings.ToLower(name)] = text
	}
	return nil
}

// takeForm reads a multipart body. A client without arguments may send no body at all under a multipart header.
func (p params) takeForm(body io.Reader, boundary string) error {
	form := multipart.NewReader(body, boundary)
	for parts := 0; ; parts++ {
		part, err := form.NextPart()
		if err == io.EOF || (parts == 0 && errors.Is(err, io.EOF)) {
			return nil
		}
		if err != nil {
			return tooBig(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return tooBig(err)
		}
		name := strings.ToLower(part.FormName())
		if part.FileName() == "" {
			p.fields[name] = string(data)
			continue
		}
		p.files[name] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

func tooBig(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	}
	return badRequest("can't parse the request")
}
