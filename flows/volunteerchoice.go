package flows

import (
	"hash/crc32"
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// peerChoice is something of which a volunteer takes one or several.
type peerChoice struct {
	title, button locales.Key
	all           func(s *step) []string
	chosen        func(s *step, p *care.Peer) []string
	set           func(s *step, p *care.Peer, values []string)
	name          func(s *step, value string) Arg
}

var peerChoices = map[string]peerChoice{
	"lang": {
		title: locales.VolunteerLanguages, button: locales.VolunteerLanguagesButton,
		all:    func(s *step) []string { return s.Tongues },
		chosen: (*step).peerTongues,
		set:    func(_ *step, p *care.Peer, values []string) { p.Languages = values },
		name:   func(s *step, value string) Arg { return text(s.Question(value, locales.CommonLanguage)) },
	},
	"area": {
		title: locales.VolunteerAreas, button: locales.VolunteerAreasButton,
		all:    func(s *step) []string { return s.team().Areas },
		chosen: func(s *step, p *care.Peer) []string { return orAll(s.team().Areas, p.Areas) },
		set:    func(s *step, p *care.Peer, values []string) { p.Areas = unlessAll(s.team().Areas, values) },
		name:   func(_ *step, value string) Arg { return text(value) },
	},
	"like": {
		title: locales.VolunteerLikes, button: locales.VolunteerLikesButton,
		all:    func(*step) []string { return activities(care.Activities) },
		chosen: func(_ *step, p *care.Peer) []string { return orAll(activities(care.Activities), activities(p.Likes)) },
		set: func(_ *step, p *care.Peer, values []string) {
			p.Likes = nil
			for _, v := range unlessAll(activities(care.Activities), values) {
				p.Likes = append(p.Likes, care.Activity(v))
			}
		},
		name: func(_ *step, value string) Arg { return keyed(activityNames[care.Activity(value)]) },
	},
}

func activities(of []care.Activity) (names []string) {
	for _, a := range of {
		names = append(names, string(a))
	}
	return names
}

// orAll are the values that were chosen, in the order of all; none chosen means
// all. Those that are not offered any more are none.
func orAll(all, chosen []string) []string {
	if len(chosen) == 0 {
		return slices.Clone(all)
	}
	return slices.DeleteFunc(slices.Clone(all), func(v string) bool { return !slices.Contains(chosen, v) })
}

// unlessAll are the values as they are kept: none, when it is all of them, so
// that one which the team adds later is theirs too.
func unlessAll(all, values []string) []string {
	if len(values) == len(all) {
		return nil
	}
	return values
}

// peerTongues are the languages that a volunteer speaks: those they chose, else
// that of their chat.
func (s *step) peerTongues(p *care.Peer) []string {
	if len(p.Languages) > 0 {
		return p.Languages
	}
	if c := s.contact(p.Contact); c != nil && c.Language != "" {
		return []string{c.Language}
	}
	return []string{s.Match("")}
}

// valueMark tells an old button for a value that has another number now.
func valueMark(value string) int { return int(crc32.ChecksumIEEE([]byte(value)) & 0x7fff) }

// showChoice draws what there is to choose from, with what is chosen ticked.
func showChoice(s *step, p *care.Peer, pr press) Reason {
	c, known := peerChoices[pr.arg]
	all := []string(nil)
	if known {
		all = c.all(s)
	}
	if len(all) < 2 {
		s.stale()
		return s.showPeer()
	}
	chosen := c.chosen(s, p)
	var rows [][]Button
	for i, value := range all {
		label, to := locales.VolunteerOff, "on"
		if slices.Contains(chosen, value) {
			label, to = locales.VolunteerOn, "off"
		}
		b := peerButton(label, Args{"Name": c.name(s, value)}, "set."+pr.arg+"."+strconv.Itoa(i)+"."+to)
		b.Data = data("peer", "-", valueMark(value), "set."+pr.arg+"."+strconv.Itoa(i)+"."+to)
		rows = append(rows, row(b))
	}
	s.show(c.title, nil, append(rows, row(peerButton(locales.VolunteerDone, nil, "")))...)
	return "volunteer.choice"
}

// choiceSet takes one value, or lets it go; one always stays.
func choiceSet(s *step, p *care.Peer, pr press) Reason {
	what, rest := splitArg(pr.arg)
	number, to := splitArg(rest)
	c, known := peerChoices[what]
	n, err := strconv.Atoi(number)
	if !known || err != nil || to != "on" && to != "off" {
		return s.refused()
	}
	all := c.all(s)
	if n < 0 || n >= len(all) || valueMark(all[n]) != pr.rev {
		s.stale()
		return showChoice(s, p, press{arg: what})
	}
	chosen := slices.DeleteFunc(slices.Clone(c.chosen(s, p)), func(v string) bool { return v == all[n] })
	if to == "on" {
		chosen = append(chosen, all[n])
	}
	if len(chosen) == 0 {
		s.notice(locales.VolunteerOneStays, nil)
		return showChoice(s, p, press{arg: what})
	}
	c.set(s, p, orAll(all, chosen))
	s.keepPeer("volunteer.choice")
	return showChoice(s, p, press{arg: what})
}

// choiceNames lists what is chosen.
func (s *step) choiceNames(what string, p *care.Peer) Arg {
	c := peerChoices[what]
	var lines []Line
	for _, value := range c.chosen(s, p) {
		lines = append(lines, Line{Key: locales.ListName, Args: Args{"Name": c.name(s, value)}})
	}
	return Arg{List: lines, Inline: true}
}
