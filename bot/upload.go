package bot

import "polyphony/flows"

// upload is a file that goes with a text, which is then its caption.
type upload struct {
	name    string
	body    []byte
	picture bool // shown at once, as a photograph is
	hidden  bool // with picture: behind a spoiler, since it may stand on a locked phone
}

// upload makes the file that a message brings along, nil when there is none. A
// file that cannot be made never keeps its text from being said.
func (r *Renderer) upload(to reader, m flows.Message) *upload {
	var body []byte
	var err error
	switch {
	case m.Answer != "" || m.Channel != "":
		return nil
	case m.File != nil:
		return &upload{name: m.File.Name, body: m.File.Body}
	case m.QR != "":
		if body, err = qrPicture(m.QR); err == nil {
			return &upload{name: "qr.png", body: body, picture: true}
		}
	case m.Chart != nil:
		if body, err = r.chartPicture(to, *m.Chart); err == nil {
			return &upload{name: "chart.png", body: body, picture: true, hidden: true}
		}
	case m.Map != nil:
		if body, err = mapPicture(*m.Map); err == nil {
			return &upload{name: "company.png", body: body, picture: true, hidden: true}
		}
	case m.Calendar != nil:
		if body, err = calendarFile(*m.Calendar, r.summary(to, m.Calendar.Cancelled), to.now); err == nil {
			return &upload{name: calendarFileName, body: body}
		}
	}
	if err != nil { // it may hold an address or words
		kind := "calendar"
		if m.QR != "" || m.Chart != nil || m.Map != nil {
			kind = "picture"
		}
		r.log.Error("a file cannot be made", "key", m.Key, "kind", kind)
	}
	return nil
}

// brings tells a message with a file. It is always sent anew: a message that
// stands keeps the file with which it was sent.
func brings(m flows.Message) bool {
	return m.File != nil || m.QR != "" || m.Calendar != nil || m.Chart != nil || m.Map != nil
}

// limitOf is how long a message's text may be.
func limitOf(m flows.Message) int {
	switch {
	case m.Answer != "":
		return answerLimit
	case m.Caption || brings(m):
		return captionLimit
	}
	return textLimit
}
