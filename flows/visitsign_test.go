package flows

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// onRaised taps a button of the alert that the watch raised.
func (h *house) onRaised(who, act string) Decision {
	h.Helper()
	a := h.raised()
	return h.taps(who, data("alert", a.ID, a.Rev, act))
}

// The sign rings the people on call at once, warns them, and is never undone by
// a tap: not by more time, not by the end of the visit.
func TestAQuietSignRaisesTheChainAndNoTapEndsIt(t *testing.T) {
	for sign, give := range map[care.QuietSign]func(*house) Decision{
		care.QuietThirty:  func(h *house) Decision { return h.watch("sam", "more30") },
		care.QuietFifteen: func(h *house) Decision { return h.watch("sam", "more15") },
		care.QuietWord:    func(h *house) Decision { return h.writes("sam", "blue  kettle!") },
	} {
		t.Run(string(sign), func(t *testing.T) {
			h := onTheWalk(t)
			h.sign(sign)
			d := give(h)
			a := h.raised()
			if !rangs(d, "mina", locales.WatchCardQuiet) || !a.Quiet || a.Chat != 0 || !a.Open() {
				t.Fatalf("mina hears %v, %+v", heard(d, "mina"), a)
			}
			warned := slices.ContainsFunc(d.Say, func(m Message) bool {
				return m.Person == "mina" && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == locales.WatchCardSign })
			})
			if !warned || hears(d, "bea", locales.WatchBuddyTold) {
				t.Errorf("warned: %v, bea hears %v", warned, heard(d, "bea"))
			}
			h.watch("sam", "done")
			h.watch("sam", "home")
			if h.walk().State != care.VisitOver || !h.raised().Open() || h.raised().SaysSafe || h.walk().Address.Text == "" {
				t.Fatalf("the visit is %s, %+v", h.walk().State, h.raised())
			}
			h.onRaised("mina", "take")
			if d := h.onRaised("mina", "safe"); d.Reason != "alert.done" || len(heard(d, "sam")) > 0 || h.walk().Address.Text != "" || h.walk().SafeBy != "mina" {
				t.Errorf("%s: sam hears %v, %+v", d.Reason, heard(d, "sam"), h.walk())
			}
		})
	}
}

// Another sign than theirs, or a word of nobody's, is an ordinary tap.
func TestWhatIsNotTheirSignRaisesNothing(t *testing.T) {
	h := onTheWalk(t)
	h.sign(care.QuietFifteen)
	h.watch("sam", "more30")
	h.writes("sam", "blue kettle")
	h.sign(care.QuietNone)
	h.watch("sam", "more15")
	if v := h.walk(); v.Alert != "" || !v.Signal.IsZero() {
		t.Errorf("%+v", v)
	}
}

// twin is a copy of a house in which sam has no sign.
func (h *house) twin() *house {
	other := &house{T: h.T, c: h.c, now: h.now, n: h.n, records: maps.Clone(h.records), timers: maps.Clone(h.timers)}
	other.sign(care.QuietNone)
	return other
}

// inChat is everything that a decision sends to sam's chat, byte by byte.
func inChat(t *testing.T, d Decision) string {
	t.Helper()
	var out []string
	for _, m := range d.Say {
		if m.Person != "sam" && m.Chat != chats["sam"] {
			continue
		}
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(raw))
	}
	return strings.Join(out, "\n")
}

// continuation is something that happens after the sign, in both houses.
type continuation func(h *house) []Decision

func once(do func(h *house) Decision) continuation {
	return func(h *house) []Decision { return []Decision{do(h)} }
}

func continuations() map[string]continuation {
	all := map[string]continuation{
		"deadline": func(h *house) []Decision {
			if v := h.walk(); v.Watched() && v.Due.After(h.now) {
				h.now = v.Due
			}
			return h.visitTimers()
		},
		"minute": func(h *house) []Decision { h.now = h.now.Add(time.Minute); return h.visitTimers() },
		"place": once(func(h *house) Decision {
			return h.does(Event{Kind: KindMedia, Chat: chats["sam"], From: Sender{ID: chats["sam"]}, Spot: &care.Spot{Lat: 1}, Media: care.Media{Kind: care.Location, File: "geo:1,0"}, Message: 5})
		}),
		"moves": once(func(h *house) Decision {
			return h.does(Event{Kind: KindEdited, Chat: chats["sam"], From: Sender{ID: chats["sam"]}, Spot: &care.Spot{Lat: 2}, Message: 5})
		}),
		"buddy blocked": once(func(h *house) Decision { return h.does(Event{Kind: KindBlocked, Chat: chats["bea"]}) }),
		"buddy slow": once(func(h *house) Decision {
			return h.fails(Failure{Chat: chats["bea"], Person: "bea", Visit: "walk", Reason: FailedSlow})
		}),
		"help asked": once(func(h *house) Decision { return h.writes("sam", "HELP") }),
		"old button": once(func(h *house) Decision { return h.taps("sam", data("watch", "walk", 3, "more30")) }),
	}
	for _, act := range []string{"more15", "more30", "done", "home30", "home60", "home", "no_need"} {
		all["sam "+act] = once(func(h *house) Decision { return h.watch("sam", act) })
	}
	for _, act := range []string{"safe", "raise"} {
		all["bea "+act] = once(func(h *house) Decision { return h.watch("bea", act) })
	}
	for _, text := range []string{"blue kettle", "hello", "danger", "/help", "/settings", "/mine", "/forget", "/stop", "/end"} {
		all["sam "+text] = once(func(h *house) Decision { return h.writes("sam", text) })
	}
	return all
}

// visitTimers lets the visit's timers that are due happen, and those of sam's own
// call for help, in an order that both houses share.
func (h *house) visitTimers() (all []Decision) {
	keys := slices.SortedFunc(maps.Keys(h.timers), func(a, b TimerKey) int { return strings.Compare(a.String(), b.String()) })
	for _, k := range keys {
		due, set := h.timers[k]
		if !set || due.After(h.now) || k.Subject != "visit" && k.Subject != "alert" || k.ID == h.walk().Alert {
			continue
		}
		delete(h.timers, k)
		all = append(all, h.does(Event{Kind: KindTimer, At: due, Timer: k}))
	}
	return all
}

// onCallActs are what the people on call do with the quiet alert meanwhile: in the one
// house only, since in the other there is none.
var onCallActs = []string{"take", "done", "pass", "pass.jo", "pass_yes", "pass_no", "back", "not_yet", "mine", "read", "play", "spoke", "nothing", "other"}

// Whoever looks at the volunteer's phone sees, byte by byte, what an ordinary tap
// would have shown: at once, and whatever happens afterwards.
func TestTheVolunteersPhoneShowsNothingOfAQuietSign(t *testing.T) {
	ways := continuations()
	names := slices.Sorted(maps.Keys(ways))
	rapid.Check(t, func(rt *rapid.T) {
		signed := onTheWalk(t)
		sign := rapid.SampledFrom([]care.QuietSign{care.QuietThirty, care.QuietFifteen, care.QuietWord}).Draw(rt, "sign")
		signed.sign(sign)
		plain := signed.twin()
		n := 0
		same := func(name string, do continuation) {
			a, b := do(signed), do(plain)
			if with, without := chatOf(t, a), chatOf(t, b); with != without {
				rt.Fatalf("%s: with the sign sam sees\n%s\nwithout\n%s", name, with, without)
			}
		}
		first := map[care.QuietSign]string{care.QuietThirty: "sam more30", care.QuietFifteen: "sam more15", care.QuietWord: "sam blue kettle"}[sign]
		same(first, ways[first])
		if signed.walk().Alert == "" || plain.walk().Alert != "" {
			rt.Fatal("the sign raised nothing, or an ordinary tap did")
		}
		rt.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) {
				if a := signed.raised(); !a.Open() {
					rt.Fatalf("the alert was ended by %s", a.Outcome)
				}
			},
			"together": func(rt *rapid.T) {
				name := rapid.SampledFrom(names).Draw(rt, "what")
				n++
				signed.n, plain.n = n*1000, n*1000
				same(name, ways[name])
			},
			"on call": func(rt *rapid.T) {
				act := rapid.SampledFrom(onCallActs).Draw(rt, "act")
				who := rapid.SampledFrom([]string{"mina", "jo", "cora"}).Draw(rt, "who")
				for verb, arg := range map[string]string{"alert": act, "relay": "open"} {
					a := signed.raised()
					if got := inChat(t, signed.taps(who, data(verb, a.ID, a.Rev, arg))); got != "" {
						rt.Fatalf("%s taps %s and sam sees %s", who, arg, got)
					}
				}
				if got := inChat(t, signed.writes(who, "where are you?")); got != "" {
					rt.Fatalf("%s writes and sam sees %s", who, got)
				}
			},
			"the chain goes on": func(*rapid.T) {
				a := signed.raised()
				for _, key := range []TimerKey{stepTimer(a.ID), takenTimer(a.ID), passTimer(a.ID), ringTimer(a.ID), redrawTimer(a.ID)} {
					due, set := signed.timers[key]
					if !set {
						continue
					}
					delete(signed.timers, key)
					if got := inChat(t, signed.does(Event{Kind: KindTimer, At: due, Timer: key})); got != "" {
						rt.Fatalf("%s: sam sees %s", key, got)
					}
				}
			},
			"a card fails": func(rt *rapid.T) {
				who := rapid.SampledFrom([]string{"mina", "jo", "cora"}).Draw(rt, "who")
				if got := inChat(t, signed.fails(Failure{Chat: chats[who], Person: who, Alert: signed.raised().ID, Reason: FailedSlow})); got != "" {
					rt.Fatalf("sam sees %s", got)
				}
			},
		})
	})
}

func chatOf(t *testing.T, all []Decision) string {
	t.Helper()
	var out []string
	for _, d := range all {
		if said := inChat(t, d); said != "" {
			out = append(out, said)
		}
	}
	return strings.Join(out, "\n")
}
