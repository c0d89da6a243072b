package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A request has one card a person, edited in place: what its asker sees, and
// what the team sees.

func (s *step) requestButton(r *care.Request, label locales.Key, arg string) Button {
	return Button{Label: label, Data: data("request", r.ID, 0, arg)}
}

// requestArgs are what a text about a request may say, as one asker knows it.
func (s *step) requestArgs(r *care.Request, asker string) Args {
	a, asked := r.Asker(asker)
	if !asked {
		a = care.Asker{By: r.By, At: r.At, Due: r.Due}
	}
	args := Args{"Name": s.called(a.By), "Circle": text(circleName(s.network(r.Network))), "At": when(a.At), "Due": when(a.Due)}
	if m := s.meeting(r.Meeting); m != nil {
		args["When"] = when(starts(m))
	}
	return args
}

// askerState is the sentence that is true for somebody who asked.
func (s *step) askerState(r *care.Request, contact string) locales.Key {
	a, asked := r.Asker(contact)
	switch {
	case r.Meeting != "":
		return locales.RequestOffered
	case !asked || r.Left:
		return locales.RequestGone
	case !a.Breached.IsZero():
		return locales.RequestLate
	case r.By != contact && a.Due.Equal(r.Due) && s.clockIsKnown(r, s.network(r.Network)):
		return locales.RequestJoined // the clock ran already, and they may know it
	case s.teamsOwn(r, contact):
		return locales.RequestFromTeam
	}
	return locales.RequestMine
}

// askerCard is a request as one of those who asked sees it.
func (s *step) askerCard(r *care.Request, contact string, key locales.Key) Message {
	m := Message{Person: contact, Lane: Reply, Slot: "request:" + r.ID, Replace: true, Key: key, Args: s.requestArgs(r, contact),
		Guard: Guard{Purpose: PurposeReply, Network: r.Network}}
	a, asked := r.Asker(contact)
	if !asked || !r.Open() {
		return m
	}
	if key == locales.RequestJoined {
		m.Args["At"] = when(r.At)
	}
	if r.By == contact && r.Than.After(s.now) {
		m.Lines = append(m.Lines, Line{Key: locales.RequestStays, Args: Args{"Than": when(r.Than)}})
	}
	if !s.teamsOwn(r, contact) {
		s.shareChoice(r, a, &m)
	}
	m.Buttons = append(m.Buttons, row(s.requestButton(r, locales.RequestTakeBack, "back")))
	return m
}

// teamsOwn: the team offered it after a call for help, and this person did not
// ask. There is nothing of theirs to share.
func (s *step) teamsOwn(r *care.Request, contact string) bool {
	return r.Alert != "" && r.By == contact
}

// shareChoice says whether the circle knows, and lets the asker change it. As
// the answer to asking it is a question.
func (s *step) shareChoice(r *care.Request, a care.Asker, m *Message) {
	yes := s.requestButton(r, locales.RequestShareYes, "share")
	switch {
	case a.Share:
		m.Lines = append(m.Lines, line(locales.RequestShareOn))
		m.Buttons = append(m.Buttons, row(s.requestButton(r, locales.RequestShareStop, "alone")))
	case a.At.Equal(s.now):
		m.Lines = append(m.Lines, line(locales.RequestShareAsk))
		m.Buttons = append(m.Buttons, row(yes, s.requestButton(r, locales.RequestShareNo, "alone")))
	default:
		yes.Label = locales.RequestShareLet
		m.Lines = append(m.Lines, line(locales.RequestShareOff))
		m.Buttons = append(m.Buttons, row(yes))
	}
}

// redrawAsked shows the asker what stands now, where they tapped.
func (s *step) redrawAsked(r *care.Request) {
	s.say(s.askerCard(r, s.me.ID, s.askerState(r, s.me.ID)))
}

// tellTheAsker tells one of those who asked what has changed; quietly, when
// another message says it too.
func (s *step) tellTheAsker(r *care.Request, contact string, key locales.Key, quietly bool) {
	if s.place(s.network(r.Network), contact) == nil {
		return
	}
	m := s.askerCard(r, contact, key)
	m.Lane, m.Fresh, m.Guard.Purpose = Bulk, !quietly, PurposeNotice
	if key == locales.RequestFromTeam { // it follows a call for help, which may have been long ago
		m.Silent = calendar.Quiet(s.now, s.zoneOf(s.contact(contact)))
	} else {
		m.Guard.Quiet = true
	}
	s.say(m)
}

// What the team is told about a request, by whether the circle is new.
type staffWord struct{ asked, first locales.Key }

var (
	staffNew          = staffWord{locales.RequestTeamNew, locales.FirstNew}
	staffRemind       = staffWord{locales.RequestTeamRemind, locales.FirstRemind}
	staffLate         = staffWord{locales.RequestTeamLate, locales.FirstLate}
	staffStill        = staffWord{locales.RequestTeamStill, locales.FirstStill}
	staffAgain        = staffWord{locales.RequestTeamAgain, locales.FirstAgain}
	staffAgainWithout = staffWord{locales.RequestTeamAgainWithout, locales.RequestTeamAgainWithout}
	staffOffered      = staffWord{locales.RequestTeamOffered, locales.FirstOffered}
	staffLeft         = staffWord{locales.RequestTeamLeft, locales.FirstLeft}
)

// stateOf is how a request stands when nothing new has happened to it.
func (s *step) stateOf(r *care.Request) staffWord {
	if !r.Breached.IsZero() {
		return staffLate
	}
	return staffNew
}

// staffCard is a request as one of the team sees it.
func (s *step) staffCard(r *care.Request, reader string, w staffWord) Message {
	n := s.network(r.Network)
	m := Message{Person: reader, Lane: Bulk, Slot: "request:" + r.ID, Replace: true, Key: w.asked, Args: s.requestArgs(r, r.By),
		Guard: Guard{Purpose: PurposeDuty}}
	switch {
	case r.By == "":
		m.Key = w.first
	case r.Alert != "" && w == staffNew:
		m.Key = locales.RequestTeamWants // they did not ask themselves
	case w == staffLeft && m.Args["Name"].Text == "":
		m.Key = locales.RequestTeamOver // whoever asked has died
	}
	here := s.plansIn(reader, r.Network)
	if here {
		m.Guard.Network = r.Network
	}
	late := s.now.Sub(r.Due)
	m.Args["Count"] = count(int((-late + care.OfferWithin/24 - 1) / (care.OfferWithin / 24))) // hours that are left, begun ones too
	if w == staffStill {
		m.Args["Count"] = count(int(late / care.OfferWithin))
	}
	if w == staffLeft || w == staffOffered {
		return m
	}
	m.Lines = s.staffLines(r, n)
	switch {
	case here:
		m.Buttons = append(m.Buttons, row(Button{Label: locales.RequestPlan, Data: data("plan", n.ID, 0, planAnew)}))
	case len(s.circleStaff(n)) == 0:
		m.Buttons = append(m.Buttons, row(s.requestButton(r, locales.FirstJoin, "join")))
	}
	if r.By == "" && here {
		m.Buttons = append(m.Buttons, row(s.requestButton(r, locales.FirstMet, "met")))
	}
	return m
}

// staffLines are the facts below: why, how soon, who else, who knows.
func (s *step) staffLines(r *care.Request, n *care.Network) (lines []Line) {
	if len(s.circleStaff(n)) == 0 {
		lines = append(lines, line(locales.RequestNobody))
	}
	if r.Alert != "" {
		lines = append(lines, line(locales.RequestAlert))
	}
	if r.Than.After(s.now) {
		lines = append(lines, Line{Key: locales.RequestThan, Args: Args{"Than": when(r.Than)}})
	}
	for _, a := range r.Also {
		lines = append(lines, Line{Key: locales.RequestAlso, Args: Args{"Name": s.called(a.By), "At": when(a.At)}})
	}
	said := map[bool][]string{}
	for _, a := range r.Askers() {
		if s.teamsOwn(r, a.By) {
			continue
		}
		said[a.Share] = append(said[a.Share], a.By)
	}
	for _, share := range []bool{false, true} {
		if who := said[share]; len(who) > 0 && s.name(who[0]) != "" {
			lines = append(lines, Line{Key: knownKeys[share], Args: Args{"Names": s.someNames(who)}})
		}
	}
	return lines
}

// knownKeys say by whether somebody let the circle know.
var knownKeys = map[bool]locales.Key{false: locales.RequestPrivate, true: locales.RequestShared}

// requestStaff are those who must offer a meeting: the circle's own staff, and
// the team's coordinators when none of them can be reached.
func (s *step) requestStaff(n *care.Network) []string {
	own := s.circleStaff(n)
	if slices.ContainsFunc(own, s.canHear) {
		return own
	}
	return s.withCoordinators(own)
}

// withCoordinators adds the coordinators of the team.
func (s *step) withCoordinators(staff []string) []string {
	for _, m := range s.team().StaffWith(care.Coordinator) {
		if c := s.staffContact(m.ID); c != nil && !slices.Contains(staff, c.ID) {
			staff = append(staff, c.ID)
		}
	}
	return staff
}

// ringStaff sends the card anew to the given staff.
func (s *step) ringStaff(r *care.Request, staff []string, w staffWord, each func(*Message)) {
	for _, id := range staff {
		r.Tell(id)
		m := s.staffCard(r, id, w)
		m.Fresh = true
		each(&m)
		s.say(m)
	}
	s.putRequest(r)
}

// cardsOfRequest draws the card of everybody who has it, where it stands.
func (s *step) cardsOfRequest(r *care.Request, w staffWord) {
	for _, id := range r.Told {
		m := s.staffCard(r, id, w)
		m.Guard.Quiet, m.Silent = true, true
		s.say(m)
	}
}
