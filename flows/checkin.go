package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// A check-in is asked as it was agreed with one member, and nothing starts
// before that member's own yes (rule 6). Silence raises no alarm (rule 7).

// endPlan ends an agreement for good, with everything that was to come of it.
func (s *step) endPlan(p *care.Plan) {
	p.Ended = true
	s.putPlan(p)
	s.cancel(askTimer(p.ID))
	if p.Open != "" {
		s.cancel(laterTimer(p.ID))
	}
	s.noMoreSilence(p)
	if c := s.contact(p.Member); c != nil && c.CheckIn != "" && c.CheckIn == p.Open {
		c.CheckIn = ""
		s.putContact(c)
	}
	if n := s.network(p.Network); n != nil {
		n.Plans = slices.DeleteFunc(n.Plans, func(id string) bool { return id == p.ID })
		s.putNetwork(n)
	}
	s.audit("contact:"+p.Member, "plan.ended", p.ID)
}

// closeCheckIn forgets the open question, so that later words are not taken
// for its answer.
func (s *step) closeCheckIn(c *care.Contact) { c.CheckIn = "" }

// forgetQuestion closes somebody's open question if this circle asked it: the
// one about a meeting belongs to no plan that would end it.
func (s *step) forgetQuestion(n *care.Network, c *care.Contact) {
	if in := s.checkin(c.CheckIn); in != nil && in.Network == n.ID {
		s.closeCheckIn(c)
		s.putContact(c)
	}
}

// onCheckInDue asks, if the member still agrees, and sets the next date either
// way: a plan that runs has exactly one.
func onCheckInDue(s *step) Reason {
	p := s.plan(s.ev.Timer.ID)
	if p == nil || !p.Agreed || p.Ended {
		return "checkin.over"
	}
	if s.isOver(p) {
		return s.lastDayPassed(p)
	}
	s.askNext(p)
	switch m := s.meeting(p.Met); {
	case s.lateForIt():
		return "checkin.late"
	case !s.askable(p) || s.now.Before(p.Paused) || p.ToMeeting:
		return "checkin.withheld"
	case p.After > 0 && m != nil && m.Took == care.TookNot:
		return "checkin.no.meeting"
	}
	s.askNow(p)
	return "checkin.asked"
}

// checkInLate is how late a question may still be asked: after an outage
// nobody is asked in the evening how their morning is (rule 16).
const checkInLate = 6 * time.Hour

// lateForIt reports whether the timer that fired was due too long ago.
func (s *step) lateForIt() bool {
	return !s.ev.At.IsZero() && s.now.Sub(s.ev.At) >= checkInLate
}

// askable reports whether a plan's member is asked anything at this moment.
func (s *step) askable(p *care.Plan) bool {
	c := s.contact(p.Member)
	return c != nil && !c.Stopped && !c.Blocked && c.Died.IsZero() && c.Agrees(care.CheckIns) && s.hearsOf(p.Network, c.ID)
}

// askNow puts the plan's questions; from now on what the member writes answers
// these.
func (s *step) askNow(p *care.Plan) {
	c := s.contact(p.Member)
	asks := p.Asks()
	in := &care.CheckIn{ID: s.newID("checkin"), Plan: p.ID, Network: p.Network, Member: p.Member, Question: asks[0].Text, Asked: s.now}
	if len(asks) > 1 || asks[0].Own {
		in.Questions = asks
	}
	s.put(care.KindCheckIn, in.ID, in)
	s.countSilence(p)
	if before := s.checkin(p.Open); before != nil && !before.Later.IsZero() {
		s.cancel(laterTimer(p.ID))
	}
	s.superseded(c)
	p.Open, c.CheckIn = in.ID, in.ID
	s.putPlan(p)
	s.putContact(c)
	s.say(s.askCard(p, in))
}

// askCard is the question as it is sent. It names whoever is asked, and holds
// what somebody typed behind a spoiler: it arrives on a locked phone (rule 12).
func (s *step) askCard(p *care.Plan, in *care.CheckIn) Message {
	key, args, lines := s.asking(in)
	return Message{Person: in.Member, Lane: Bulk, Key: key, Slot: "checkin:" + in.ID, Args: args, Lines: lines,
		Buttons: checkInButtons(in),
		Guard:   Guard{Purpose: care.CheckIns, Network: p.Network, Plan: p.ID, Quiet: true, Before: s.now.Add(checkInLate)}}
}

func checkInButton(in *care.CheckIn, label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("check", in.ID, 0, arg)}
}

// checkInButtons are those of an open question. "Not now" is there once.
func checkInButtons(in *care.CheckIn) [][]Button {
	first := row(checkInButton(in, locales.CheckSkip, nil, "skip"))
	if in.Later.IsZero() {
		first = append(first, checkInButton(in, locales.CheckLater, nil, "later"))
	}
	return [][]Button{first, restButtons(in)}
}

// restButtons are what always works, also on last month's question.
func restButtons(in *care.CheckIn) []Button {
	return row(checkInButton(in, locales.CheckPause, nil, "pause"), checkInButton(in, locales.CheckStop, nil, "stop"))
}

// quoted shows questions, each on its own line: those of the library in the
// open, those that somebody typed behind a spoiler.
func quoted(asks []care.Question) Arg {
	var lines []Line
	for _, q := range asks {
		lines = append(lines, Line{Key: locales.AgreementQuestion, Args: Args{"Question": questionArg(q)}})
	}
	return list(lines...)
}

// questionArg is a question as anybody is shown it: what somebody typed stands
// behind a spoiler (rule 12).
func questionArg(q care.Question) Arg {
	if q.Own {
		return Arg{Words: q.Text, By: q.By}
	}
	return Arg{Open: q.Text}
}

// lastDayPassed ends an agreement at the end that it was agreed with, and says
// that no further question comes.
func (s *step) lastDayPassed(p *care.Plan) Reason {
	s.endPlan(p)
	if s.askable(p) {
		s.say(Message{Person: p.Member, Lane: Bulk, Key: locales.AgreementOver, Args: Args{"Name": text(s.name(p.Member))}, Slot: "plan:" + p.ID, Fresh: true, Silent: true,
			Buttons: [][]Button{proposeRow(p.Network)}, Guard: Guard{Purpose: PurposeNotice, Network: p.Network, Quiet: true}})
	}
	return "checkin.last.day"
}
