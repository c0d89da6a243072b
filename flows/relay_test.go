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

// relaying is a house in which mina and pat write to each other.
func relaying(t *testing.T) *house {
	t.Helper()
	h := taken(t)
	a := h.alertOf("pat")
	if d := h.taps("mina", data("relay", a.ID, a.Rev, "open")); d.Reason != "relay.opened" {
		t.Fatal(d.Reason)
	}
	return h
}

// tells reports whether a decision says these words to somebody.
func tells(d Decision, who, words string) bool {
	return slices.ContainsFunc(d.Say, func(m Message) bool {
		return m.Person == who && anyArg(m, func(a Arg) bool { return strings.Contains(a.Words, words) || strings.Contains(a.Open, words) })
	})
}

// I12, rule 4: what is written goes across word for word, in the urgent lane,
// behind a spoiler, also what is longer than one message.
func TestARelayPassesWordsOnAsTheyWere(t *testing.T) {
	h := relaying(t)
	long := strings.Repeat("ö ", 2500)
	for from, to := range map[string]string{"mina": "pat", "pat": "mina"} {
		d := h.writes(from, long)
		var got strings.Builder
		for _, m := range d.Say {
			if m.Person != to || m.Slot != "" {
				continue
			}
			if m.Lane != Urgent || m.Args["Words"].Open != "" || m.Guard.Relay == "" {
				t.Errorf("%s to %s: %+v", from, to, m.Guard)
			}
			got.WriteString(m.Args["Words"].Words)
		}
		if got.String() != long {
			t.Errorf("%s to %s: %d of %d characters arrive", from, to, got.Len(), len(long))
		}
	}
	if a := h.alertOf("pat"); len(a.Relayed) != 2 {
		t.Errorf("%d words are kept", len(a.Relayed))
	}
}

// Rule 15: words of danger from the owner, who repeats them, open nothing;
// those of the sender raise, also in a relay, and reading may be refused.
func TestDangerInARelayRaisesTheSenderAlone(t *testing.T) {
	h := relaying(t)
	if d := h.writes("mina", "danger"); d.Reason != "relay.passed" || !tells(d, "pat", "danger") {
		t.Errorf("the owner's: %s", d.Reason)
	}
	if d := h.writes("pat", "danger"); d.Reason != "help.raised" || !tells(d, "mina", "danger") {
		t.Errorf("the sender's: %s", d.Reason)
	}
	c := get[care.Contact](h, care.KindContact, "pat")
	c.Decide(care.Reading, false, h.now)
	h.keep(care.KindContact, "pat", c)
	if d := h.writes("pat", "danger"); !tells(d, "mina", "danger") {
		t.Errorf("with reading refused mina hears %v", heard(d, "mina"))
	}
}

// A draft that waits for words does not get those that are meant for somebody.
func TestWordsOfARelayCompleteNoDraft(t *testing.T) {
	h := relaying(t)
	h.begins("mina")
	c := get[care.Contact](h, care.KindContact, "mina")
	c.Draft = &care.Draft{What: draftPlace, Network: "circle", Since: h.now}
	h.keep(care.KindContact, "mina", c)
	d := h.writes("mina", "at the mill")
	if !tells(d, "pat", "at the mill") || !hears(d, "mina", locales.RelayNotDraft) {
		t.Errorf("%s: pat hears %v, mina %v", d.Reason, heard(d, "pat"), heard(d, "mina"))
	}
}

// An owner who writes is asked half an hour after their last word; a sender who
// writes to nobody must not put that off (I2).
func TestOnlyTheOwnersWordsPutTheQuestionOff(t *testing.T) {
	h := relaying(t)
	a := h.alertOf("pat")
	h.now = h.now.Add(10 * time.Minute)
	h.writes("mina", "still here")
	due := h.timers[takenTimer(a.ID)]
	if want := h.now.Add(care.TakenFor); !due.Equal(want) {
		t.Errorf("asked at %v, not %v", due, want)
	}
	h.now = h.now.Add(10 * time.Minute)
	h.writes("pat", "are you there?")
	if got := h.timers[takenTimer(a.ID)]; !got.Equal(due) {
		t.Errorf("the sender's words put it off to %v", got)
	}
}

// A flood is passed on up to a point, told once, and stands on the card.
func TestAFloodInARelayIsToldOnce(t *testing.T) {
	h := relaying(t)
	passed, told := 0, 0
	for i := range 3 * relayFlood {
		d := h.writes("pat", fmt.Sprint("word ", i))
		if hears(d, "mina", locales.RelayFrom) {
			passed++
		}
		if hears(d, "mina", locales.RelayMuchOwner) && hears(d, "pat", locales.RelayMuch) {
			told++
		}
	}
	if passed != relayFlood || told != 1 {
		t.Errorf("%d went across, told %d times", passed, told)
	}
}

// Who could not be reached is told to whoever wrote; a row that Telegram will
// not take once takes no alert from its owner.
func TestAWriterHearsThatTheirWordsDidNotArrive(t *testing.T) {
	h := relaying(t)
	a := h.alertOf("pat")
	if d := h.fails(Failure{Chat: chats["pat"], Person: "pat", Relay: a.ID, Reason: FailedRefused}); !hears(d, "mina", locales.RelayLostOwner) {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
	if d := h.fails(Failure{Chat: chats["mina"], Person: "mina", Relay: a.ID, Reason: FailedRefused}); !hears(d, "pat", locales.RelayLost) || h.alertOf("pat").Owner != "mina" {
		t.Errorf("pat hears %v, owner %q", heard(d, "pat"), h.alertOf("pat").Owner)
	}
	if d := h.fails(Failure{Chat: chats["mina"], Person: "mina", Relay: a.ID, Reason: FailedBlocked}); !hears(d, "pat", locales.RelayNobody) || h.alertOf("pat").Owner != "" {
		t.Errorf("pat hears %v, owner %q", heard(d, "pat"), h.alertOf("pat").Owner)
	}
}

// Rule 1: both find their own words in /mine, and neither the other's.
func TestRelayedWordsAreTheirAuthors(t *testing.T) {
	h := relaying(t)
	h.writes("mina", "from mina")
	h.writes("pat", "from pat")
	for who, other := range map[string]string{"mina": "pat", "pat": "mina"} {
		if d := h.writes(who, "/mine"); !tells(d, who, "from "+who) || tells(d, who, "from "+other) {
			t.Errorf("/mine of %s: %+v", who, d.Say)
		}
	}
}

// I8: whoever is erased leaves no word of theirs under their name, and no
// number or place once nobody helps them any more.
func TestAnErasedSenderLeavesNoNameInARelay(t *testing.T) {
	h := relaying(t)
	h.writes("mina", "from mina")
	h.writes("pat", "from pat")
	h.writes("pat", "/forget")
	id := h.alertOf("pat").ID
	h.taps("pat", data("forget", "-", get[care.Contact](h, care.KindContact, "pat").Menu, "yes"))
	a := get[care.Alert](h, care.KindAlert, id)
	if a.Sender != "" || slices.ContainsFunc(a.Relayed, func(w care.Words) bool { return w.Author == "pat" }) {
		t.Fatalf("%+v", a)
	}
	if d := h.writes("mina", "still reaches the chat"); !hearsChat(d, chats["pat"], locales.RelayFrom) {
		t.Errorf("%+v", d.Say)
	}
	h.taps("mina", data("alert", id, a.Rev, "spoke"))
	if a = get[care.Alert](h, care.KindAlert, id); len(a.Relayed) != 0 || a.Relay != nil {
		t.Errorf("%+v", a)
	}
}

// I7: words of a relay reach the two of them and nobody else, whatever is
// tapped, typed, blocked or applied in between.
func TestRelayedWordsReachOnlyTheTwo(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := relaying(t)
		h.writes("rel", "HELP")
		first, second := h.alertOf("pat").ID, h.alertOf("rel").ID
		owned := func(who string) (out []string) {
			for sender, id := range map[string]string{"pat": first, "rel": second} {
				if a := get[care.Alert](h, care.KindAlert, id); a.Relay != nil && a.Relay.With == who && get[care.Contact](h, care.KindContact, who).Relays == id {
					out = append(out, sender)
				}
			}
			return out
		}
		for i := range rapid.IntRange(5, 40).Draw(r, "acts") {
			who := rapid.SampledFrom([]string{"mina", "jo", "cora", "pat", "rel"}).Draw(r, "who")
			id := rapid.SampledFrom([]string{first, second}).Draw(r, "alert")
			a := get[care.Alert](h, care.KindAlert, id)
			rev := rapid.SampledFrom([]int{a.Rev, a.Rev - 1, relayRev(a), 0}).Draw(r, "rev")
			switch rapid.SampledFrom([]string{"write", "write", "relay", "alert", "block", "command", "wait"}).Draw(r, "act") {
			case "write":
				word := fmt.Sprintf("secret-%d", i)
				to := owned(who)
				d := h.writes(who, word)
				for _, reader := range []string{"mina", "jo", "cora", "pat", "rel"} {
					staff := reader == "mina" || reader == "jo" || reader == "cora"
					switch {
					case !tells(d, reader, word) || reader == who:
					case len(to) > 0 && slices.Contains(to, reader): // their words went where they were told
					case len(to) > 0, !staff:
						r.Fatalf("%s wrote %s to %v and %s reads it", who, word, to, reader)
					}
				}
				if len(to) > 0 && d.Reason != "relay.passed" {
					r.Fatalf("%s was said to write to %v, and it became %s", who, to, d.Reason)
				}
			case "relay":
				h.taps(who, data("relay", id, rev, rapid.SampledFrom([]string{"open", "again", "end", "over", "leave"}).Draw(r, "tap")))
			case "alert":
				h.taps(who, data("alert", id, rev, rapid.SampledFrom([]string{"take", "back", "spoke", "mine"}).Draw(r, "tap")))
			case "block":
				h.does(Event{Kind: rapid.SampledFrom([]Kind{KindBlocked, KindUnblocked}).Draw(r, "block"), Chat: chats[who]})
			case "command":
				h.writes(who, rapid.SampledFrom([]string{"/end", "/stop", "/start", "/inbox"}).Draw(r, "command"))
			case "wait":
				h.now = h.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(r, "minutes")) * time.Minute)
				h.fire()
			}
			for _, id := range []string{first, second} {
				if a := get[care.Alert](h, care.KindAlert, id); a.Relay != nil && (a.State != care.AlertTaken || a.Owner != a.Relay.With) {
					r.Fatalf("a relay with %s outlives their part: %s, owner %q", a.Relay.With, a.State, a.Owner)
				}
			}
		}
	})
}
