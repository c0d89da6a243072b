package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Colleagues ask each other for cover. Nothing changes until one of them says
// yes; the first yes counts, and everybody's card shows what has become of it.

func swapSlot(id string) string { return "swap:" + id }

// askSwap asks colleagues to take the chosen stretch, perhaps for one of theirs.
func (s *step) askSwap(colleagues []string, back *care.Cover) Reason {
	d := s.coverDraft()
	sw := care.Swap{ID: s.newID("swap"), From: d.Cover.From, Until: d.Cover.Until, Asks: s.me.Staff, Asked: slices.Clone(colleagues), Back: back, At: s.now, Rev: 1}
	s.keepSwap(sw)
	return "swap.asked"
}

// takeOver offers to take a colleague's stretch. Hours that nobody has are taken
// at once: there is nobody to ask.
func (s *step) takeOver(c *care.Cover) Reason {
	if s.onDutyThroughout(s.me.Staff, c.From, c.Until) {
		return s.dutyAgain(locales.SwapBusy)
	}
	if c.Out == "" {
		s.agree(care.Cover{From: c.From, Until: c.Until, In: s.me.Staff, Tier: 1})
		s.dropCoverDraft()
		s.show(locales.SwapYoursGap, s.span(s.me, c.From, c.Until), row(s.overviewButton()))
		s.rotaChanged()
		s.toCoordinators(s.me.ID, func(to *care.Contact) Message {
			args := s.span(to, c.From, c.Until)
			args["In"] = s.staffNames([]string{s.me.Staff})
			return Message{Key: locales.SwapAgreedGap, Args: args}
		})
		return "swap.gap.taken"
	}
	if !s.staffHears(c.Out) {
		s.notice(s.cannot(c.Out, c), Args{"Name": s.staffNames([]string{c.Out})})
		return s.showPart()
	}
	s.keepSwap(care.Swap{ID: s.newID("swap"), From: c.From, Until: c.Until, Asks: c.Out, Asked: []string{c.Out}, Offer: s.me.Staff, At: s.now, Rev: 1})
	return "swap.offered"
}

// keepSwap keeps what was asked and tells everybody; whoever asks sees it in the
// message in which they chose, and later in its own card.
func (s *step) keepSwap(sw care.Swap) {
	s.dropCoverDraft()
	r := s.rota()
	r.Swaps = append(r.Swaps, sw)
	s.rotaChanged()
	key := locales.SwapSent
	if sw.Offer != "" {
		key = locales.SwapOffered
	}
	args := s.span(s.me, sw.From, sw.Until)
	args["Names"] = s.staffNames(sw.Asked)
	if s.ev.Kind == KindTap { // the menu has done its work; the card takes its place
		s.say(Message{Lane: Reply, Delete: []int{s.ev.Message}, Guard: Guard{Purpose: PurposeReply}})
	}
	s.say(Message{Person: s.me.ID, Lane: Reply, Key: key, Args: args, Lines: s.swapReturn(sw), Slot: swapSlot(sw.ID), Buttons: [][]Button{s.swapOff(sw)}, Guard: Guard{Purpose: PurposeReply}})
	for _, id := range sw.Asked {
		s.tellOnDuty(id, sw.From, s.swapCard(sw, id))
	}
	s.audit("rota:"+care.RotaID, "swap.asked", sw.ID)
}

// swapReturn is what whoever asks would do in return.
func (s *step) swapReturn(sw care.Swap) []Line {
	if sw.Back == nil {
		return nil
	}
	args := s.span(s.staffContact(sw.Asks), sw.Back.From, sw.Back.Until)
	args["Name"] = s.staffNames([]string{sw.Back.Out})
	return []Line{{Key: locales.SwapWouldReturn, Args: args}}
}

func (s *step) swapOff(sw care.Swap) []Button {
	label := locales.SwapTakeBack
	if sw.Offer != "" {
		label = locales.SwapOfferBack
	}
	return row(Button{Label: label, Data: data("swap", sw.ID, sw.Rev, "off")})
}

// swapCard is what somebody who is asked sees.
func (s *step) swapCard(sw care.Swap, reader string) Message {
	c := s.staffContact(reader)
	args, key := s.span(c, sw.From, sw.Until), locales.SwapAsk
	yes, no := locales.SwapYes, locales.SwapNo
	args["Name"] = s.staffNames([]string{sw.Asks})
	switch {
	case sw.Offer != "":
		key, yes, no = locales.SwapOffer, locales.SwapOfferYes, locales.SwapOfferNo
		args["Name"] = s.staffNames([]string{sw.Offer})
	case sw.Back != nil:
		key = locales.SwapAskBack
		back := s.span(c, sw.Back.From, sw.Back.Until)
		args["BackFrom"], args["BackUntil"] = back["From"], back["Until"]
	}
	return Message{Key: key, Args: args, Slot: swapSlot(sw.ID), Buttons: [][]Button{
		row(Button{Label: yes, Data: data("swap", sw.ID, sw.Rev, "yes"), Style: "primary"}, Button{Label: no, Data: data("swap", sw.ID, sw.Rev, "no")})}}
}

// swapTap answers what was asked. Two who say yes at the same moment are decided
// one after the other: the second finds it settled.
func swapTap(s *step, p press) Reason {
	if !s.staff() {
		return s.refused()
	}
	r := s.rota()
	i := slices.IndexFunc(r.Swaps, func(sw care.Swap) bool { return sw.ID == p.id })
	if i < 0 {
		s.notice(locales.SwapOver, nil)
		return "swap.over"
	}
	sw := r.Swaps[i]
	asker := sw.Asks
	if sw.Offer != "" {
		asker = sw.Offer
	}
	switch {
	case p.arg == "off" && (asker == s.me.Staff || s.coordinates()):
		return s.swapWithdrawn(sw)
	case !slices.Contains(sw.Asked, s.me.Staff):
		return s.refused()
	case s.swapLapsed(sw):
		s.notice(locales.SwapOver, nil)
		return s.endSwap(sw, locales.SwapLapsed)
	case p.arg == "no":
		return s.swapNo(sw)
	case p.arg != "yes":
		return s.refused()
	case sw.Offer == "" && s.onDutyThroughout(s.me.Staff, later(sw.From, s.now), sw.Until):
		s.notice(locales.SwapBusy, nil)
		return "swap.busy"
	}
	return s.swapYes(sw)
}

// swapLapsed reports whether what was asked cannot be any more: the stretch is
// over, or whose it was has it no more.
func (s *step) swapLapsed(sw care.Swap) bool {
	from := later(sw.From, s.now)
	if !sw.Until.After(s.now) || !s.onDutyThroughout(sw.Asks, from, sw.Until) {
		return true
	}
	if m, known := s.team().StaffByID(sw.Offer); sw.Offer != "" && (!known || !m.Role.Staff()) {
		return true
	}
	return sw.Back != nil && (!sw.Back.From.After(s.now) || !s.onDutyThroughout(sw.Back.Out, sw.Back.From, sw.Back.Until))
}

// removeSwap takes what is settled out of the rota.
func (s *step) removeSwap(id string) {
	r := s.rota()
	r.Swaps = slices.DeleteFunc(r.Swaps, func(sw care.Swap) bool { return sw.ID == id })
	s.rotaChanged()
}

// endSwap closes what was asked without anything agreed, and says so to all.
func (s *step) endSwap(sw care.Swap, key locales.Key) Reason {
	s.removeSwap(sw.ID)
	all := append([]string{sw.Asks}, sw.Asked...)
	if sw.Offer != "" {
		all = []string{sw.Asks, sw.Offer}
	}
	for _, id := range all {
		if c := s.staffContact(id); c != nil {
			args := s.span(c, sw.From, sw.Until)
			s.tellOnDuty(id, sw.From, Message{Key: key, Args: args, Slot: swapSlot(sw.ID)})
		}
	}
	s.audit("rota:"+care.RotaID, "swap.ended", sw.ID)
	return "swap.ended"
}

// swapWithdrawn: whoever asked needs it no more.
func (s *step) swapWithdrawn(sw care.Swap) Reason {
	s.removeSwap(sw.ID)
	asker := sw.Asks
	if sw.Offer != "" {
		asker = sw.Offer
	}
	for _, id := range sw.Asked {
		c := s.staffContact(id)
		args := s.span(c, sw.From, sw.Until)
		args["Name"] = s.staffNames([]string{asker})
		s.tellOnDuty(id, sw.From, Message{Key: locales.SwapWithdrawn, Args: args, Slot: swapSlot(sw.ID)})
	}
	c := s.staffContact(asker)
	s.tellOnDuty(asker, sw.From, Message{Key: locales.SwapWithdrawnOwn, Args: s.span(c, sw.From, sw.Until), Slot: swapSlot(sw.ID), Buttons: [][]Button{row(s.overviewButton())}})
	return "swap.withdrawn"
}

func (s *step) overviewButton() Button {
	return Button{Label: locales.OncallOpen, Data: data("duty", "-", 0, "open")}
}
