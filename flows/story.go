package flows

import (
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// What happened with a call for help, moment by moment: when and who, and no
// word of anybody. Those see it who were told, and coordinators.

// storyButton stands on every card, also on one that is closed.
func (s *step) storyButton(a *care.Alert) [][]Button {
	return [][]Button{row(Button{Label: locales.StoryDo, Data: data("story", a.ID, 0, "")})}
}

// storyTap tells the story as it is now: there is nothing in it to be stale.
func storyTap(s *step, p press) Reason {
	a := s.alert(p.id)
	if a == nil || !s.mayHearStory(a) {
		return s.refused()
	}
	s.access(a.Sender, accessStory, a.ID)
	lines := append(s.storyTimes(a), s.storyLines(a)...)
	s.say(Message{Lane: Reply, Key: locales.StoryTitle, Args: Args{"Name": s.asks(a)}, Lines: lines, Protect: true, Guard: Guard{Purpose: PurposeDuty}})
	return "story.told"
}

func (s *step) mayHearStory(a *care.Alert) bool {
	if !s.staff() {
		return false
	}
	m, _ := s.team().StaffByID(s.me.Staff)
	return slices.Contains(a.Told, s.me.ID) || a.Owner == s.me.ID || m.Role == care.Coordinator
}

// storyTimes say how long it took until somebody had seen it, and until it was
// finished.
func (s *step) storyTimes(a *care.Alert) (lines []Line) {
	if seen := firstSeen(a); !seen.IsZero() {
		lines = append(lines, Line{Key: locales.StorySeen, Args: Args{"Span": lasted(seen.Sub(a.Opened))}})
	}
	if !a.Closed.IsZero() {
		lines = append(lines, Line{Key: locales.StoryDone, Args: Args{"Span": lasted(a.Closed.Sub(a.Opened))}, Tight: true})
	}
	return lines
}

// firstSeen is when somebody took it first, zero when nobody has.
func firstSeen(a *care.Alert) time.Time {
	i := slices.IndexFunc(a.Story, func(m care.Moment) bool { return m.What == "taken" })
	if i < 0 {
		return time.Time{}
	}
	return a.Story[i].At
}

// lasted is a length of time as people say it: in minutes, from two hours on in
// hours.
func lasted(d time.Duration) Arg {
	key, n := locales.CommonMinutes, int(d.Round(time.Minute)/time.Minute)
	switch {
	case d < time.Minute:
		return keyed(locales.StoryAtOnce)
	case d >= 2*time.Hour:
		key, n = locales.CommonHours, int(d.Round(time.Hour)/time.Hour)
	}
	return Arg{List: []Line{{Key: key, Args: Args{"Count": count(n)}}}, Inline: true}
}

// storyKeys are the moments of an alert, by their name or its beginning.
var storyKeys = map[string]locales.Key{
	"opened": locales.StoryOpened, "step": locales.StoryStep, "taken": locales.StoryTaken, "given.back": locales.StoryGivenBack,
	"unfinished": locales.StoryUnfinished, "owner.": locales.StoryOwnerGone, "asked": locales.StoryAsked, "still": locales.StoryStill,
	"says.safe": locales.StorySaysSafe, "raised.again": locales.StoryRaised, "failed.": locales.StoryFailed, "done.": locales.StoryClosed,
	"relay.opened": locales.StoryRelay, "relay.ended": locales.StoryRelayEnded, "place.given": locales.StoryPlace, "number.given": locales.StoryNumber,
	"opened.visit": locales.WatchStoryOpened, "visit.overdue": locales.WatchStoryOverdue, "visit.sign": locales.WatchStorySign,
	"visit.buddy": locales.WatchStoryBuddy, "visit.safe": locales.WatchStorySafe, "visit.erased": locales.WatchStoryErased,
	"shown":          locales.StoryShown,
	"taken.off.duty": locales.MomentOffDuty, "cover.begins": locales.MomentCover, "channel.": locales.MomentChannel, failedMoment: locales.MomentChannel,
	heardMoment: locales.MomentAnswered, "link": locales.MomentLink, "stand.in": locales.MomentStandIn, "arrived": locales.MomentArrived, "safe.no.more": locales.MomentNotSafe,
	"passing": locales.MomentPassing, "passed.on": locales.MomentPassed, "pass.refused": locales.MomentPassRefused, "pass.silent": locales.MomentPassSilent, "pass.lost": locales.MomentPassLost,
	"sender.died": locales.MomentDied, "offer.yes": locales.MomentOffered, "offer.no": locales.MomentNotOffered,
	"drill": locales.MomentDrill, "reached": locales.MomentDrillReached, "cut": locales.MomentDrillCut, "done.drill": locales.MomentDrillOver,
}

// storyKey is the sentence of a moment: that of its name, else that of its
// longest beginning.
func storyKey(what string) locales.Key {
	if key, known := storyKeys[what]; known {
		return key
	}
	for name := what; name != ""; {
		name = name[:strings.LastIndexByte(strings.TrimSuffix(name, "."), '.')+1]
		if key, known := storyKeys[name]; known {
			return key
		}
	}
	return locales.StorySomething
}

// storyLines are the moments, oldest first.
func (s *step) storyLines(a *care.Alert) (lines []Line) {
	for i, m := range a.Story {
		who := s.who(m.Who)
		if m.Who == "" || m.Who == a.Sender {
			who = s.asks(a)
		}
		lines = append(lines, Line{Key: storyKey(m.What), Args: Args{"When": when(m.At), "Name": who}, Tight: i > 0})
	}
	return lines
}
