package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// givenAgain is how long somebody waits before everything is sent once more.
const givenAgain = 10 * time.Minute

// dataLife is how long the files may wait to be sent: whoever asked is still there.
const dataLife = time.Hour

// mydata says what is held about whoever asks and who can see it, and offers all of it.
func mydata(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	s.drawMydata(s.show)
	return "mydata.shown"
}

// drawMydata lists what is held, by kind, with who can see it. Of what others
// wrote there is neither text nor number (rule 1).
func (s *step) drawMydata(draw func(locales.Key, Args, ...[]Button)) {
	args := Args{"Held": list(s.heldLines()...)}
	draw(locales.MydataTitle, args, row(Button{Label: locales.MydataAsk, Data: data("mydata", "-", s.menu(), "ask")}))
}

// heldKinds are the kinds of a person's own things, each with its sentence.
var heldKinds = []struct {
	kind care.Kind
	key  locales.Key
}{
	{care.KindNote, locales.MydataNotes},
	{care.KindCheckIn, locales.MydataAnswers},
	{care.KindMeeting, locales.MydataTopics},
	{care.KindAlert, locales.MydataHelp},
}

func (s *step) heldLines() []Line {
	lines := []Line{line(locales.MydataYou)}
	if s.me.Staff == "" {
		lines = append(lines, line(locales.MydataPermissions))
	}
	n := s.countMine()
	for _, h := range heldKinds {
		if n[h.kind] > 0 {
			lines = append(lines, Line{Key: h.key, Args: Args{"Count": count(n[h.kind])}})
		}
	}
	if kept := len(s.me.Measures); kept > 0 {
		lines = append(lines, Line{Key: locales.MydataMeasures, Args: Args{"Count": count(kept)}})
	}
	for _, h := range []struct {
		held bool
		key  locales.Key
	}{{n[care.KindVisit] > 0, locales.MydataVisits}, {s.peers().Of(s.me.ID) != nil, locales.MydataPeer}, {s.companyOf(s.me.ID) != nil, locales.MydataCompany}} {
		if h.held {
			lines = append(lines, line(h.key))
		}
	}
	return lines
}

// countMine counts what they wrote, by kind.
func (s *step) countMine() map[care.Kind]int {
	n := map[care.Kind]int{}
	mine := s.mineOf(s.me.ID)
	for i := -1; i < mine.Pages; i++ {
		page := mine
		if i >= 0 {
			page = s.minePage(s.me.ID, i)
		}
		if page == nil {
			continue
		}
		for _, r := range page.Items {
			n[r.Kind]++
		}
	}
	return n
}

// mydataTap warns once, then sends both files.
func mydataTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if p.rev != s.me.Menu {
		s.stale()
		s.drawMydata(s.redraw)
		return "mydata.stale"
	}
	switch p.arg {
	case "ask":
		return s.warnMydata()
	case "send":
		return s.sendMydata()
	}
	s.drawMydata(s.redraw)
	return "mydata.shown"
}

func (s *step) warnMydata() Reason {
	if s.givenLately() {
		return s.givenAlready()
	}
	rev := s.menu()
	s.redraw(locales.MydataWarn, nil,
		row(Button{Label: locales.MydataSend, Data: data("mydata", "-", rev, "send")}),
		row(Button{Label: locales.MydataLeave, Data: data("mydata", "-", rev, "back")}))
	return "mydata.warned"
}

func (s *step) givenLately() bool { return s.now.Before(s.me.Given.Add(givenAgain)) }

func (s *step) givenAlready() Reason {
	s.redraw(locales.MydataAlready, Args{"Sent": when(s.me.Given), "Again": when(s.me.Given.Add(givenAgain))})
	return "mydata.already"
}

// sendMydata queues both files. Nothing of what they hold waits in the queue:
// they are made at the moment of sending.
func (s *step) sendMydata() Reason {
	if s.givenLately() {
		return s.givenAlready()
	}
	s.me.Given = s.now
	s.menu()
	s.audit("contact:"+s.me.ID, "data.sent", "")
	s.redraw(locales.MydataComing, nil)
	for _, f := range []struct {
		form DataForm
		key  locales.Key
	}{{DataPage, locales.MydataPage}, {DataJSON, locales.MydataJson}} {
		s.say(Message{Lane: Reply, Key: f.key, Data: f.form, Silent: true,
			Guard: Guard{Purpose: PurposeReply, Before: s.now.Add(dataLife)}})
	}
	return "mydata.sent"
}
