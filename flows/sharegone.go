package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Whoever takes back the permission to share stops every copy that has not left
// yet (the guard sees to that), and is asked about those that have.

// offerTakeBack asks, when others still have anything of theirs.
func (s *step) offerTakeBack() {
	if len(s.sharedByMe()) == 0 {
		return
	}
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("see", "-", 0, "all."+arg)})
	}
	s.reply(locales.ShareWithdrawn, nil, act(locales.ShareTakeBack, "back"), act(locales.ShareLeave, "leave"))
}

// takeBackAll takes everything back in one go, or leaves it.
func (s *step) takeBackAll(arg string) Reason {
	switch {
	case s.me == nil || arg != "back" && arg != "leave":
		return s.refused()
	case arg == "leave":
		s.redraw(locales.ShareLeftThere, nil)
		return "share.left.there"
	}
	for _, it := range s.sharedByMe() {
		s.takeBack(it.ref, it.share, slices.Clone(it.share.Sent)...)
		it.share.Audience, it.share.People, it.share.At = care.OnlyTeam, nil, s.now
		if it.own() {
			it.share.Audience = care.OnlyMe
		}
		s.keepShown(it)
	}
	s.audit("contact:"+s.me.ID, "share.taken.back", "")
	s.redraw(locales.ShareTookBack, nil)
	return "share.taken.back"
}

// sharedByMe are all things of theirs that somebody has in their chat.
func (s *step) sharedByMe() []*shown {
	mine := s.mineOf(s.me.ID)
	refs := slices.Clone(mine.Items)
	for n := range mine.Pages {
		if page := s.minePage(s.me.ID, n); page != nil {
			refs = append(refs, page.Items...)
		}
	}
	s.fetchRefs(refs)
	var out []*shown
	for _, r := range refs {
		if it := s.shownRef(r); it != nil && it.author == s.me.ID && len(it.share.Sent) > 0 {
			out = append(out, it)
		}
	}
	return out
}

// fetchRefs brings what they point at.
func (s *step) fetchRefs(refs []care.Ref) {
	byKind := map[care.Kind][]string{}
	for _, r := range refs {
		byKind[r.Kind] = append(byKind[r.Kind], r.ID)
	}
	for _, kind := range []care.Kind{care.KindCheckIn, care.KindNote, care.KindMeasure, care.KindMeeting, care.KindCompany} {
		s.fetch(kind, byKind[kind]...)
	}
}
