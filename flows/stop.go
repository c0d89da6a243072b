package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// stop ends everything, at once; coming back is one tap.
func stop(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	again := s.me.Stopped
	s.me.Stopped, s.me.Draft, s.me.Asked = true, nil, ""
	s.closeCheckIn(s.me)
	s.putContact(s.me)
	s.audit("contact:"+s.me.ID, "stopped", "")
	s.visitsWithout(s.me)
	key := locales.StopDone
	switch {
	case s.me.Staff != "":
		key = locales.StopStaff
		s.letGo("owner.stopped")
		if !again { // who says it twice has been missed once
			s.cannotHear(s.me)
		}
	case s.ownAlert() != nil:
		key = locales.StopAlert
	}
	s.relayCut(locales.RelayEndedBySender)
	s.show(key, nil, row(Button{Label: locales.StopBack, Data: data("back", "-", 0, "start")}))
	return "stopped"
}

// letGo puts the alerts that this person holds back into the chain.
func (s *step) letGo(why string) { s.letGoOf(s.me, why) }

func (s *step) letGoOf(c *care.Contact, why string) {
	for _, a := range s.held(c) {
		s.reopen(a, why)
	}
}

func comeBackTap(s *step, p press) Reason {
	switch {
	case s.me == nil:
		return s.refused()
	case p.arg == "stop":
		return stop(s, "")
	}
	return s.comeBack()
}

func (s *step) comeBack() Reason {
	s.me.Stopped, s.me.Blocked = false, false
	s.putContact(s.me)
	s.audit("contact:"+s.me.ID, "came.back", "")
	s.present()
	s.say(Message{Lane: Reply, Key: locales.StartAgain, Args: Args{"Name": text(s.me.Name)}, Lines: s.nobodyReads(), Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	if all := s.ownMeetings(s.me); len(all) > 0 { // what was planned or moved meanwhile they have not heard of
		msg := s.meetingList(all, s.me.ID, locales.MeetingSeveral)
		msg.Lane, msg.Guard.Purpose = Reply, PurposeReply
		s.say(msg)
	}
	return "came.back"
}

// helpText says what can be done, by role.
func helpText(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	key := locales.HelpMember
	if s.staff() {
		key = locales.HelpStaff
	}
	s.say(Message{Lane: Reply, Key: key, Lines: slices.Concat(s.nobodyReads(), s.peerHelp(), s.crisisLines()), Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	return "help.shown"
}
