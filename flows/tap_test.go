package flows

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"polyphony/care"
)

// longest are the longest data that each kind of button can carry: ids of 12
// letters, staff ids of 32 (team file), and a revision that a busy year could
// reach.
func longest() map[string][]string {
	id, staff, rev := strings.Repeat("m", 12), strings.Repeat("s", 32), 999_999
	return map[string][]string{
		"consent":  {data("consent", longestOf(care.Purposes), 99, "yes")},
		"set":      {data("set", longestOf(care.Purposes), 99, "yes"), data("set", "-", 0, "history.999")},
		"mydata":   {data("mydata", "-", rev, "back")},
		"go":       {data("go", "-", 0, "checkins")},
		"lang":     {data("lang", "-", 0, "zh-hant-hk")},
		"alert":    {data("alert", id, rev, longestKey(alertActs))},
		"safe":     {data("safe", id, rev, "")},
		"handover": {data("handover", id, 0, "card")},
		"story":    {data("story", id, 0, "")},
		"peer":     {data("peer", "-", 0x7fff, "set.area.11.off"), data("peer", "-", 0, "time.7.afternoon.off"), data("peer", strings.Repeat("x", 20), 0, "yes")},
		"peers":    {data("peers", id, rev, "withdraw_yes"), data("peers", strings.Repeat("x", 20), 0, "unlink")},
		"watch":    {data("watch", id, rev, longestKey(hereActs))},
		"relay":    {data("relay", id, 9_999_999_999_999, "leave")},
		"circle":   {data("circle", id, 0, "add."+staff), data("circle", id, 0, "withdraw."+strings.Repeat("i", 20)), data("circle", id, 0, "remove_yes."+id), data("circle", id, rev, "skip")},
		"note":     {data("note", id, 0, id)},
		"plan":     {data("plan", "-", rev, "day.2026-12-31"), data("plan", id, 0, ""), data("plan", "-", rev, longestKey(planSteps)+"."+id)},
		"meet":     {data("meet", id, rev, string(care.OtherTime)), data("meet", id, rev, longestKey(staffActs)), data("meet", id, rev, "moveto.2026-12-31.10:30")},
		"topic":    {data("topic", id, 0, "remove."+id)},
		"remind":   {data("remind", id, 0, "off.365d23h59m")},
		"agree":    {data("agree", id, 0, "yes")},
		"check":    {data("check", id, 0, "pause")},
		"ask":      {data("ask", "-", rev, "who."+id), data("ask", "-", rev, "time.20:00")},
		"inbox":    {data("inbox", id, 0, "play.199.7"), data("inbox", id, 0, "199")},
		"back":     {data("back", "-", 0, "start")},
		"zone":     {data("zone", "-", rev, "America/North_Dakota/New_Salem")},
		"group":    {data("group", "-1009999999999999", 0, "yes."+id), data("group", id, 0, "untie.-1009999999999999")},
		"life":     {data("life", id, rev, "mistake_yes."+id)},
		"absent":   {data("absent", "-", rev, "teller."+id)},
		"promise":  {data("promise", id, 0, "yes."+id)},
		"told":     {data("told", id, rev, "take."+id)},
		"request":  {data("request", id, rev, longestKey(requestActs)), data("request", id, rev, longestKey(requestBegins))},
		"after":    {data("after", id, rev, "came."+id), data("after", id, rev, "was_not")},
		"how":      {data("how", id, 0, "absent")},
		"agenda":   {data("agenda", id, rev, "")},
		"forget":   {data("forget", "-", rev, "again")},
		"see":      {data("see", id, rev, "m.who."+id), data("see", id, 0, "m.allow.circle"), data("see", "-", 0, "all.back")},
		"measure":  {data("measure", id, 0, "v.10.2026-12-31"), data("measure", id, 0, "pic.90.d")},
		"mine":     {data("mine", id, 0, "delete.t"+id), data("mine", id, 0, "play.c.99")},
		"drill":    {data("drill", id, rev, "begin")},
		"duty":     {data("duty", staff, rev, "return.zzzzzzz")},
		"visit":    {data("visit", "-", rev, "unslot.2026-12-31.afternoon"), data("visit", id, rev, "show")},
		"offer":    {data("offer", id, rev, "slot.2026-12-31.afternoon"), data("offer", id, rev, "hour.2026-12-31.10:00")},
		"found":    {data("found", id, rev, "else")},
		"swap":     {data("swap", id, rev, "yes")},
		"going":    {data("going", id, rev, "cancel_yes"), data("going", id, rev, "to.2026-12-31.16:00"), data("going", id, rev, "back."+id)},
		"buddy":    {data("buddy", id, rev, "ask.d."+id), data("buddy", id, rev, "pick.d.999")},
		"company":  {data("company", id, 0, "ring.3.new"), data("company", "-", 0, "end_yes")},
		"again":    {data("again", id, rev, "please")},
	}
}

func longestOf(purposes []care.Purpose) (longest string) {
	for _, p := range purposes {
		if len(p) > len(longest) {
			longest = string(p)
		}
	}
	return longest
}

func longestKey[V any](table map[string]V) (longest string) {
	for k := range table {
		if len(k) > len(longest) {
			longest = k
		}
	}
	return longest
}

func TestEveryButtonFitsAndComesBackAsItWent(t *testing.T) {
	all := longest()
	for verb := range taps {
		if len(all[verb]) == 0 {
			t.Errorf("the button %q has no line here: what is the longest that it can carry?", verb)
		}
	}
	for verb, list := range all {
		for _, d := range list {
			if len(d) > dataLimit {
				t.Errorf("%q is %d bytes long", d, len(d))
			}
			p, ok := parsePress(d)
			if !ok || p.verb != verb || data(p.verb, p.id, p.rev, p.arg) != d {
				t.Errorf("%q came back as %+v %v", d, p, ok)
			}
			if taps[verb] == nil {
				t.Errorf("nobody handles %q", d)
			}
		}
	}
}

func TestAPressComesBackAsItWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z0-9_.:-]{0,12}`)
		want := press{word.Draw(t, "verb"), word.Draw(t, "id"), rapid.Int().Draw(t, "rev"), rapid.StringMatching(`[a-z0-9_./:-]{0,20}`).Draw(t, "arg")}
		got, ok := parsePress(data(want.verb, want.id, want.rev, want.arg))
		if !ok || got != want {
			t.Fatalf("%+v came back as %+v %v", want, got, ok)
		}
	})
}

// What a button carried comes from outside: it may be anything.
func FuzzParsePress(f *testing.F) {
	for _, s := range []string{"", "alert/abc/1/take", "a/b/c/d", "////", "a/b/-1/", "a/b/99999999999999999999/x", "a/b/1/x/y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := parsePress(text)
		if !ok {
			return
		}
		again, ok := parsePress(data(p.verb, p.id, p.rev, p.arg))
		if !ok || again != p {
			t.Fatalf("%q became %+v, then %+v", text, p, again)
		}
	})
}

func FuzzSplitArg(f *testing.F) {
	for _, s := range []string{"", "day.2026-03-02", "play.1.2", ".", "a.", ".b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		act, value := splitArg(arg)
		if strings.Contains(act, ".") || act+value != strings.Replace(arg, ".", "", 1) {
			t.Fatalf("%q became %q %q", arg, act, value)
		}
	})
}
