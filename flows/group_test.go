package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

const (
	theGroup   = int64(-50)
	superGroup = int64(-1005)
)

// grouped is the house with a bot that has a name.
func grouped(t *testing.T) *house {
	h := newHouse(t)
	h.c.BotName = "OurBot"
	return h
}

func (h *house) inGroup(who int64, text string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindGroup, Chat: theGroup, From: Sender{ID: who, Language: "en"}, Text: text, Message: 77})
}

// tied is the house after mina has put the bot into the group and said yes.
func tied(t *testing.T) *house {
	h := grouped(t)
	h.does(Event{Kind: KindGroupIn, Chat: theGroup, From: Sender{ID: chats["mina"]}})
	h.taps("mina", data("group", "-50", 0, "yes.circle"))
	if n := get[care.Network](h, care.KindNetwork, "circle"); n.Group != theGroup {
		t.Fatalf("the group is not tied: %+v", n)
	}
	return h
}

func keysTo(d Decision, chat int64) (keys []locales.Key) {
	for _, m := range d.Say {
		if m.Chat == chat {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

// What people say to each other in a group is nobody's business: nothing is
// answered, written down or changed, whatever the words are.
func TestTalkInAGroupIsLeftAlone(t *testing.T) {
	h := tied(t)
	for _, typed := range []string{"danger", "hello", "", "/poll@OtherBot", "/poll", "mail me: a@OurBotany.org", "@OurBot2 hi", "worse"} {
		for _, who := range []string{"mina", "pat", "rel"} {
			if d := h.inGroup(chats[who], typed); len(d.Say)+len(d.Put)+len(d.Timers)+len(d.Audit) > 0 {
				t.Errorf("%s, %q: %s %+v", who, typed, d.Reason, d)
			}
		}
	}
	if d := h.does(Event{Kind: KindGroup, Chat: theGroup, Text: "@OurBot hi"}); len(d.Say) > 0 {
		t.Errorf("a channel was answered: %+v", d.Say)
	}
}

// What is meant for the companion it answers in private, whichever way it was
// addressed; the words reach the team as they were written.
func TestWhatIsMeantForUsIsAnsweredInPrivate(t *testing.T) {
	for typed, want := range map[string]Reason{
		"/meeting@OurBot": "meeting.none", "/circle@ourbot": "circle.shown", "/settings": "settings.shown", "@OurBot /help": "help.shown",
		"@OurBot can you bring cake?": "note.kept", "bring cake, @ourbot": "note.kept", "/nonsense@OurBot": "command.unknown", "@OurBot": "help.shown",
	} {
		h := tied(t)
		d := h.inGroup(chats["rel"], typed)
		if len(keysTo(d, theGroup)) > 0 || len(keysTo(d, chats["rel"])) == 0 {
			t.Errorf("%q: %s, said %+v", typed, d.Reason, d.Say)
		}
		if want == "note.kept" && (d.Reason != want || !keepsWords(d, typed)) {
			t.Errorf("%q: %s", typed, d.Reason)
		}
	}
	h := tied(t)
	d := h.does(Event{Kind: KindGroup, Chat: theGroup, From: Sender{ID: chats["rel"]}, Text: "thank you", Answers: "OurBot", Message: 78})
	if d.Reason != "note.kept" {
		t.Errorf("an answer to our message: %s", d.Reason)
	}
	d = h.does(Event{Kind: KindGroup, Chat: theGroup, From: Sender{ID: chats["rel"]}, Media: care.Media{Kind: care.Voice}, Answers: "OurBot", Message: 79})
	said := get[care.Note](h, care.KindNote, get[care.Contact](h, care.KindContact, "rel").Said).Words
	if m := said[len(said)-1].Media; m.Chat != theGroup || m.Message != 79 {
		t.Errorf("a voice message is fetched from %+v (%s)", m, d.Reason)
	}
}

func keepsWords(d Decision, typed string) bool {
	for _, p := range d.Put {
		if n, ok := p.Value.(*care.Note); ok && n.Words[len(n.Words)-1].Text == typed {
			return true
		}
	}
	return false
}

// Words in a group complete nothing that was begun in private.
func TestWordsInAGroupCompleteNoDraft(t *testing.T) {
	h := tied(t)
	h.taps("mina", data("circle", "-", 0, "new"))
	d := h.inGroup(chats["mina"], "@OurBot Rosa")
	if d.Reason != "note.kept" || get[care.Contact](h, care.KindContact, "mina").Draft == nil {
		t.Errorf("%s, and the draft is %+v", d.Reason, get[care.Contact](h, care.KindContact, "mina").Draft)
	}
}

// I2 and I3 in a group: the button's words, the command and danger that is said
// to us open the alert of whoever said it, who is answered in private.
func TestACallForHelpInAGroupIsHeard(t *testing.T) {
	for _, typed := range []string{"/help_now", "/help_now@OurBot", "HELP", "@OurBot HELP", "@OurBot danger", "danger @OurBot"} {
		h := tied(t)
		d := h.inGroup(chats["rel"], typed)
		if d.Reason != "help.opened" || len(keysTo(d, theGroup)) > 0 || !slices.Contains(keysTo(d, chats["rel"]), locales.HelpLines) ||
			!slices.Contains(keysTo(d, chats["mina"]), locales.CardOpen) {
			t.Errorf("%q: %s %+v", typed, d.Reason, d.Say)
		}
		a := get[care.Alert](h, care.KindAlert, get[care.Account](h, care.KindAccount, ChatID(chats["rel"])).Alert)
		if a.Sender != "rel" || a.Chat != chats["rel"] || a.Network != "circle" {
			t.Errorf("%q: %+v", typed, a)
		}
	}
}

// Whom no private message reaches gets the lines in the group, and nothing else:
// no name, no words. The alert opens all the same.
func TestLinesAreSaidInTheGroupWhenPrivateIsImpossible(t *testing.T) {
	for name, who := range map[string]int64{"stranger": 999, "blocked": chats["rel"]} {
		h := tied(t)
		rel := get[care.Contact](h, care.KindContact, "rel")
		rel.Blocked = true
		h.keep(care.KindContact, "rel", rel)
		d := h.inGroup(who, "@OurBot danger")
		var here []Message
		for _, m := range d.Say {
			if m.Chat == theGroup {
				here = append(here, m)
			}
		}
		if len(here) != 1 || here[0].Key != locales.HelpLines || here[0].Lane != Urgent || len(here[0].Args) > 0 || here[0].Person != "" || here[0].ReplyTo != 77 {
			t.Errorf("%s: in the group: %+v", name, here)
		}
		a := get[care.Alert](h, care.KindAlert, get[care.Account](h, care.KindAccount, ChatID(who)).Alert)
		if a.Chat != who || a.Network != "circle" || !slices.Contains(keysTo(d, chats["mina"]), locales.CardOpen) {
			t.Errorf("%s: %+v", name, a)
		}
		if who == 999 && a.Sender != "" {
			t.Errorf("a stranger was taken for %s", a.Sender)
		}
		if d := h.inGroup(who, "@OurBot danger"); len(keysTo(d, theGroup)) > 0 {
			t.Errorf("%s: a flood fills the group", name)
		}
		h.now = h.now.Add(2 * time.Minute)
		if d := h.inGroup(who, "@OurBot danger"); len(keysTo(d, theGroup)) != 1 {
			t.Errorf("%s: no lines two minutes later", name)
		}
		if !get[care.Contact](h, care.KindContact, "rel").Blocked {
			t.Error("a word in a group does not lift a block")
		}
	}
}

// A stranger learns how to reach us, at most once an hour, without a name.
func TestAStrangerInAGroupIsPointedToThePrivateChatSeldom(t *testing.T) {
	h := grouped(t)
	if d := h.inGroup(999, "/meeting@OurBot"); !slices.Equal(keysTo(d, theGroup), []locales.Key{locales.GroupSaidPrivate}) || len(d.Say) != 1 || d.Say[0].Buttons[0][0].URL != "https://t.me/OurBot" {
		t.Errorf("%s %+v", d.Reason, d.Say)
	}
	for _, who := range []int64{998, 999} {
		if d := h.inGroup(who, "@OurBot hello"); len(d.Say) > 0 {
			t.Errorf("said again: %+v", d.Say)
		}
	}
	h.now = h.now.Add(time.Hour)
	if d := h.inGroup(998, "@OurBot hello"); len(d.Say) != 1 {
		t.Errorf("not said an hour later: %s", d.Reason)
	}
}

// Rule 12 and I7, whatever happens: what is said in a group is one of a few
// sentences that hold nothing but times and crisis lines, with no button that
// tells us anything, to nobody in particular.
func TestNothingPrivateIsEverSaidInAGroup(t *testing.T) {
	allowed := []locales.Key{locales.GroupSaidHello, locales.GroupSaidBye, locales.GroupSaidPlanned, locales.GroupSaidMoved,
		locales.GroupSaidCancelled, locales.GroupSaidEnded, locales.GroupSaidPrivate, locales.HelpLines, ""}
	said := []string{"hello", "danger", "@OurBot danger", "@OurBot my secret", "/circle@OurBot", "/meeting", "/help_now", "/stop@OurBot", "HELP", "/inbox@OurBot", "/settings", "/start x"}
	rapid.Check(t, func(rt *rapid.T) {
		h := tied(t)
		for i := range rapid.IntRange(1, 12).Draw(rt, "events") {
			who := rapid.SampledFrom([]int64{11, 12, 13, 21, 22, 999}).Draw(rt, "who")
			ev := rapid.SampledFrom([]Event{
				{Kind: KindGroup, Text: rapid.SampledFrom(said).Draw(rt, "text")},
				{Kind: KindGroup, Tap: Tap{ID: "q", Data: data("meet", "m", 1, "details")}},
				{Kind: KindGroup, Media: care.Media{Kind: care.Photo}, Text: "@OurBot secret"},
				{Kind: KindGroupIn}, {Kind: KindGroupOut}, {Kind: KindMigrated, NewChat: superGroup},
			}).Draw(rt, fmt.Sprint("event ", i))
			ev.Chat, ev.From, ev.Message = theGroup, Sender{ID: who, Name: "secret"}, 5
			for _, m := range h.does(ev).Say {
				if m.Chat >= 0 {
					continue
				}
				if !slices.Contains(allowed, m.Key) || m.Person != "" || m.Keyboard || len(m.Args) > 0 || strings.Contains(fmt.Sprintf("%+v", m), "secret") {
					rt.Errorf("%+v", m)
				}
				for _, b := range slices.Concat(m.Buttons...) {
					if b.Data != "" {
						rt.Errorf("a button that tells us something: %+v", b)
					}
				}
			}
		}
	})
}
