package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// /volunteers is the coordinators' list of peer volunteers: who, since when,
// and whether they can be asked. What a volunteer chose is theirs, and visits
// are counted for the team, never for one of them (rule 17).

func volunteersCommand(s *step, _ string) Reason {
	if !s.coordinates() {
		return s.unknownCommand()
	}
	return s.listPeers(0)
}

// peersActs is the table of the list's buttons.
var peersActs map[string]func(*step, press) Reason

func init() {
	peersActs = map[string]func(*step, press) Reason{
		"":       func(s *step, _ press) Reason { return s.listPeers(0) },
		"page":   peersPage,
		"invite": func(s *step, _ press) Reason { return s.invitePeer() },
		"unlink": unlinkPeer,
		"one":    func(s *step, p press) Reason { return s.showOne(p.id) },
		"withdraw": func(s *step, p press) Reason {
			return s.askPeer(p.id, locales.VolunteersWithdrawAsk, locales.VolunteersWithdrawYes, "withdraw_yes")
		},
		"withdraw_yes": peerWithdrawn,
		"admit": func(s *step, p press) Reason {
			return s.askPeer(p.id, locales.VolunteersAdmitAsk, locales.VolunteersAdmitYes, "admit_yes")
		},
		"admit_yes": peerAdmitted,
	}
}

// peersTap handles the buttons of coordinators.
func peersTap(s *step, p press) Reason {
	act, value := splitArg(p.arg)
	do, known := peersActs[act]
	if s.me == nil || !s.coordinates() || !known {
		return s.refused()
	}
	p.arg = value
	return do(s, p)
}

func peersButton(label locales.Key, args Args, contact, arg string) Button {
	return Button{Label: label, Args: args, Data: data("peers", contact, 0, arg)}
}

func backToPeers() []Button { return row(peersButton(locales.VolunteersBack, nil, "-", "")) }

// peersAPage is how many volunteers stand on one page of the list.
const peersAPage = 10

// listed are those on the list: volunteers in the order in which they came,
// those of the coordinator's circles who are not on it yet, and last those who
// were withdrawn.
func (s *step) listed() (all []string) {
	var withdrawn []string
	for _, p := range s.peers().All {
		if p.Withdrawn.IsZero() {
			all = append(all, p.Contact)
		} else {
			withdrawn = append(withdrawn, p.Contact)
		}
	}
	all = append(append(all, s.notYet()...), withdrawn...)
	s.fetch(care.KindContact, all...)
	return slices.DeleteFunc(all, func(id string) bool { return s.called(id).Text == "" })
}

// notYet are the volunteers of this coordinator's circles whom no coordinator
// has admitted: they can be asked for no visit.
func (s *step) notYet() (all []string) {
	for _, n := range s.circles(s.me) {
		for _, m := range n.Members {
			if m.Role == care.Volunteer && s.place(n, m.Contact) != nil && s.peers().Of(m.Contact) == nil && !slices.Contains(all, m.Contact) {
				all = append(all, m.Contact)
			}
		}
	}
	return all
}

func peersPage(s *step, p press) Reason {
	n, err := strconv.Atoi(p.arg)
	if err != nil {
		return s.refused()
	}
	return s.listPeers(n)
}

func (s *step) listPeers(page int) Reason {
	all := s.listed()
	page = max(0, min(page, (len(all)-1)/peersAPage))
	var lines []Line
	var names []Button
	for _, id := range all[page*peersAPage : min(len(all), (page+1)*peersAPage)] {
		l := s.peerState(id)
		l.Tight = true
		lines = append(lines, l)
		names = append(names, peersButton(locales.ListName, Args{"Name": s.called(id)}, id, "one"))
	}
	if len(all) == 0 {
		lines = append(lines, line(locales.VolunteersNobody))
	}
	rows := slices.Collect(slices.Chunk(names, 2))
	var turn []Button
	if page > 0 {
		turn = append(turn, peersButton(locales.VolunteersEarlier, nil, "-", "page."+strconv.Itoa(page-1)))
	}
	if (page+1)*peersAPage < len(all) {
		turn = append(turn, peersButton(locales.VolunteersMore, nil, "-", "page."+strconv.Itoa(page+1)))
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	lines = append(lines, s.visitCounts()...)
	s.showLines(locales.VolunteersTitle, nil, lines, append(rows, row(peersButton(locales.VolunteersInvite, nil, "-", "invite"))))
	return "volunteers.shown"
}
