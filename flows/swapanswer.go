package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// swapYes: the first yes counts.
func (s *step) swapYes(sw care.Swap) Reason {
	in, from := s.me.Staff, later(sw.From, s.now)
	if sw.Offer != "" {
		in = sw.Offer
	}
	s.agree(care.Cover{From: from, Until: sw.Until, Out: sw.Asks, In: in, Swap: sw.ID})
	if sw.Back != nil {
		s.agree(care.Cover{From: sw.Back.From, Until: sw.Back.Until, Out: in, In: sw.Asks, Swap: sw.ID})
	}
	s.removeSwap(sw.ID)
	taker, asker := s.staffContact(in), s.staffContact(sw.Asks)
	s.swapSettled(sw, in, taker, Message{Key: locales.SwapYours, Args: s.swapArgs(taker, sw, sw.Asks)}, locales.SwapInReturn, sw.Asks)
	s.swapSettled(sw, sw.Asks, asker, Message{Key: locales.SwapTaken, Args: s.swapArgs(asker, sw, in), Fresh: sw.Offer == "", Replace: true}, locales.SwapInReturnYours, in)
	for _, id := range sw.Asked {
		if id != in && id != sw.Asks {
			s.tellOnDuty(id, sw.From, Message{Key: locales.SwapFirst, Args: s.swapArgs(s.staffContact(id), sw, in), Slot: swapSlot(sw.ID)})
		}
	}
	s.toCoordinators(s.me.ID, func(to *care.Contact) Message {
		if to.Staff == in || to.Staff == sw.Asks {
			return Message{}
		}
		args := s.span(to, sw.From, sw.Until)
		args["In"], args["Out"] = s.staffNames([]string{in}), s.staffNames([]string{sw.Asks})
		return Message{Key: locales.SwapAgreed, Args: args, Silent: true}
	})
	return "swap.agreed"
}

func (s *step) swapArgs(reader *care.Contact, sw care.Swap, other string) Args {
	args := s.span(reader, sw.From, sw.Until)
	args["Name"] = s.staffNames([]string{other})
	return args
}

// swapSettled tells one of the two what they agreed on, also what is in return.
func (s *step) swapSettled(sw care.Swap, staff string, c *care.Contact, m Message, inReturn locales.Key, other string) {
	if sw.Back != nil {
		args := s.span(c, sw.Back.From, sw.Back.Until)
		args["Name"] = s.staffNames([]string{other})
		m.Lines = []Line{{Key: inReturn, Args: args}}
	}
	m.Slot, m.Buttons = swapSlot(sw.ID), [][]Button{row(s.overviewButton())}
	s.tellOnDuty(staff, sw.From, m)
}

// swapNo: one colleague cannot. When nobody is left, whoever asked hears of it,
// and the coordinators do.
func (s *step) swapNo(sw care.Swap) Reason {
	me := s.me.Staff
	if sw.Offer != "" {
		s.removeSwap(sw.ID)
		s.tellOnDuty(me, sw.From, Message{Key: locales.SwapNoNoted, Args: s.span(s.me, sw.From, sw.Until), Slot: swapSlot(sw.ID)})
		c := s.staffContact(sw.Offer)
		s.tellOnDuty(sw.Offer, sw.From, Message{Key: locales.SwapOfferDeclined, Args: s.swapArgs(c, sw, sw.Asks), Slot: swapSlot(sw.ID), Fresh: true, Replace: true})
		return "swap.declined"
	}
	sw.Asked = slices.DeleteFunc(slices.Clone(sw.Asked), func(id string) bool { return id == me })
	sw.No = append(sw.No, me)
	s.tellOnDuty(me, sw.From, Message{Key: locales.SwapNoNoted, Args: s.span(s.me, sw.From, sw.Until), Slot: swapSlot(sw.ID)})
	asker := s.staffContact(sw.Asks)
	if len(sw.Asked) > 0 {
		r := s.rota()
		for i := range r.Swaps {
			if r.Swaps[i].ID == sw.ID {
				r.Swaps[i] = sw
			}
		}
		s.putRota(r)
		args := s.span(asker, sw.From, sw.Until)
		args["Names"] = s.staffNames(sw.Asked)
		s.tellOnDuty(sw.Asks, sw.From, Message{Key: locales.SwapSent, Args: args, Slot: swapSlot(sw.ID), Buttons: [][]Button{s.swapOff(sw)},
			Lines: []Line{{Key: locales.SwapSaidNo, Args: Args{"Names": s.staffNames(sw.No)}}}})
		return "swap.no"
	}
	s.removeSwap(sw.ID)
	m := Message{Key: locales.SwapNobody, Args: s.span(asker, sw.From, sw.Until), Slot: swapSlot(sw.ID), Fresh: true, Replace: true,
		Buttons: [][]Button{row(Button{Label: locales.ReachCant, Data: data("duty", "-", 0, "cant."+stamp(sw.Until))}, s.overviewButton())}}
	s.tellOnDuty(sw.Asks, sw.From, m)
	s.toCoordinators("", func(to *care.Contact) Message {
		if to.Staff == sw.Asks {
			return Message{}
		}
		return Message{Key: locales.SwapNobodyTold, Args: s.swapArgs(to, sw, sw.Asks), Buttons: [][]Button{s.findButton(sw.Asks, sw.Until)}}
	})
	return "swap.nobody"
}
