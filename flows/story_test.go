package flows

import (
	"slices"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// I7: the story is for those who were told and for coordinators, asked at the
// tap; a button that got to others, or outlived a role, tells nothing.
func TestWhoMayHearTheStory(t *testing.T) {
	h := taken(t)
	h.writes("pat", "secret words")
	a := h.alertOf("pat")
	tell := func(who string) Decision { return h.taps(who, data("story", a.ID, 0, "")) }
	for who, may := range map[string]bool{"mina": true, "cora": true, "jo": false, "pat": false, "rel": false} {
		if d := tell(who); (d.Reason == "story.told") != may || tells(d, who, "secret") {
			t.Errorf("%s: %s", who, d.Reason)
		}
	}
	h.applies(demoted("mina"))
	if d := tell("mina"); d.Reason != "tap.refused" {
		t.Errorf("who has left the role: %s", d.Reason)
	}
	if d := h.taps("cora", data("story", "nothing", 0, "")); d.Reason != "tap.refused" {
		t.Errorf("of nothing: %s", d.Reason)
	}
}

// Every moment that is written down has a sentence, and one that has none yet
// is not left out.
func TestEveryMomentIsTold(t *testing.T) {
	for what, want := range map[string]locales.Key{
		"opened": locales.StoryOpened, "owner.blocked": locales.StoryOwnerGone, "failed.blocked": locales.StoryFailed,
		"done.spoke": locales.StoryClosed, "of.the.future": locales.StorySomething,
	} {
		if got := storyKey(what); got != want {
			t.Errorf("%s: %s", what, got)
		}
	}
	h := taken(t)
	a := h.alertOf("pat")
	a.Story = append(a.Story, care.Moment{At: h.now, What: "of.the.future"})
	h.keep(care.KindAlert, a.ID, a)
	d := h.taps("mina", data("story", a.ID, 0, ""))
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Key == locales.StoryTitle })
	if i < 0 || len(d.Say[i].Lines) != len(a.Story)+1 {
		t.Errorf("%+v", d.Say)
	}
}
