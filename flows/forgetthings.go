package flows

import (
	"slices"

	"polyphony/care"
)

// forgets is the table of what removes one thing that somebody wrote.
var forgets map[care.Kind]func(*step, care.Ref, string)

func init() {
	forgets = map[care.Kind]func(*step, care.Ref, string){
		care.KindNote:      func(s *step, r care.Ref, who string) { s.forgetNote(r.ID, who) },
		care.KindCheckIn:   func(s *step, r care.Ref, who string) { s.forgetCheckIn(r.ID, who) },
		care.KindMeasure:   func(s *step, r care.Ref, who string) { s.forgetMeasure(r.ID, who) },
		care.KindVisit:     func(s *step, r care.Ref, who string) { s.forgetVisit(r.ID, who) },
		care.KindVolunteer: func(s *step, r care.Ref, who string) { s.forgetWords(r.ID, who) },
		care.KindCompany:   func(s *step, r care.Ref, who string) { s.forgetCompany(r.ID, who) },
		care.KindPlan:      func(s *step, r care.Ref, who string) { s.forgetPlan(r.ID, who) },
		care.KindMeeting:   func(s *step, r care.Ref, who string) { s.forgetInMeeting(s.meeting(r.ID), who) },
		care.KindAlert:     func(s *step, r care.Ref, who string) { s.forgetAlert(s.alert(r.ID), who) },
	}
}

// forgetOne removes a thing if it is theirs; one that is gone already is fine.
func (s *step) forgetOne(r care.Ref, contact string) {
	if remove, known := forgets[r.Kind]; known {
		remove(s, r, contact)
	}
}

func (s *step) forgetNote(id, contact string) {
	n := s.note(id)
	if n == nil || n.Author != contact {
		return
	}
	r := care.Ref{Kind: care.KindNote, ID: id}
	s.takeBack(r, &n.Share, slices.Clone(n.Share.Sent)...)
	s.takeFromTeam(n.Network, r)
	s.put(care.KindNote, id, nil)
}

func (s *step) forgetCheckIn(id, contact string) {
	in := s.checkin(id)
	if in == nil || in.Member != contact {
		return
	}
	r := care.Ref{Kind: care.KindCheckIn, ID: id}
	s.takeBack(r, &in.Share, slices.Clone(in.Share.Sent)...)
	s.takeFromTeam(in.Network, r)
	s.put(care.KindCheckIn, id, nil)
	s.forgetPlan(in.Plan, contact)
}

// forgetPlan ends an agreement and removes it.
func (s *step) forgetPlan(id, contact string) {
	p := s.plan(id)
	if p == nil || p.Member != contact {
		return
	}
	if !p.Ended {
		s.endPlan(p)
	}
	s.put(care.KindPlan, id, nil)
	s.forgetCheckIn(p.Open, contact)
}

func (s *step) forgetMeasure(id, contact string) {
	m := read[care.Measure](s, care.KindMeasure, id)
	if m == nil || m.Member != contact {
		return
	}
	r := care.Ref{Kind: care.KindMeasure, ID: id}
	s.takeBack(r, &m.Share, slices.Clone(m.Share.Sent)...)
	s.put(care.KindMeasure, id, nil)
}

// forgetInMeeting takes what somebody brought to a meeting out of it. That they
// were there stays with those who were there too, without a name.
func (s *step) forgetInMeeting(m *care.Meeting, contact string) {
	if m == nil {
		return
	}
	m.Topics = slices.DeleteFunc(m.Topics, func(t care.Topic) bool { return t.Words.Author == contact })
	m.Proposals = slices.DeleteFunc(m.Proposals, func(p care.Proposal) bool { return p.By == contact })
	if m.WhyBy == contact || m.WhyBy == "" && m.PlannedBy == contact {
		m.Why, m.WhyBy = "", ""
	}
	s.putMeeting(m)
}

// forgetAlert removes a finished call for help, or keeps it without name and
// number for as long as the trust must.
func (s *step) forgetAlert(a *care.Alert, contact string) {
	if a == nil {
		return
	}
	s.forgetFinish(a, contact)
	if a.Sender != contact {
		s.unname(a, contact)
		return
	}
	if s.team().Retention.Alerts == 0 {
		s.put(care.KindAlert, a.ID, nil)
		s.cancel(keptTimer("alert", a.ID))
		s.cancel(redrawTimer(a.ID))
		return
	}
	s.nameless(a)
	a.Chat = 0
	s.keepUntil("alert", a.ID, a.Closed, s.team().Retention.Alerts)
}

// keepUnfinished leaves whoever helps what they need until they have finished:
// the words, and what to call the person by.
func (s *step) keepUnfinished(a *care.Alert, c *care.Contact) {
	s.nameless(a)
	a.Called = c.Name
	s.cards(a, false)
}

// nameless makes a call for help nobody's. Words that have no author are sealed
// under no own key, so they outlive it.
func (s *step) nameless(a *care.Alert) {
	s.namelessRelay(a)
	a.Forgotten, a.Sender, a.Called = s.now, "", ""
	for i := range a.Words {
		nobodys(&a.Words[i], a.Open())
	}
	for i := range a.Story {
		a.Story[i].Who = s.stillHere(a.Story[i].Who)
	}
	s.putAlert(a)
}

// nobodys takes the author from words; when those who help need them no longer,
// also what leads back to the chat.
func nobodys(w *care.Words, open bool) {
	w.Author = ""
	if !open {
		w.Chat, w.Message, w.Media = 0, 0, care.Media{Kind: w.Media.Kind}
	}
}

// stillHere is a contact's id, or nothing when there is no such contact.
func (s *step) stillHere(id string) string {
	if s.contact(id) == nil {
		return ""
	}
	return id
}

// forgottenDone: a call for help whose sender was erased meanwhile is finished.
// What was kept of it for those who helped goes now, or once the trust may let
// it go. Their number goes when they have heard that it is finished.
func (s *step) forgottenDone(a *care.Alert) {
	if a.Forgotten.IsZero() {
		return
	}
	days := s.team().Retention.Alerts
	s.nameless(a)
	if days == 0 {
		a.Words, a.Relayed = nil, nil
	}
	s.keepUntil("alert", a.ID, a.Closed, days)
	account := read[care.Account](s, care.KindAccount, ChatID(a.Chat))
	if account != nil && account.Contact == "" {
		s.put(care.KindAccount, ChatID(a.Chat), nil)
	}
}

// forgetNumber is called when nothing more is said to whoever was erased.
func (s *step) forgetNumber(a *care.Alert) {
	if !a.Forgotten.IsZero() {
		a.Chat = 0
		s.putAlert(a)
	}
}
