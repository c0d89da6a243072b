package flows

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"polyphony/locales"
)

// press is what a button carried: verb/id/rev/arg. The revision is that of
// what the button showed; a button that shows less than the truth is stale.
type press struct {
	verb, id string
	rev      int
	arg      string
}

// data is a button's callback data; ids are 12 letters, so it stays far below
// Telegram's 64 bytes.
func data(verb, id string, rev int, arg string) string {
	return verb + "/" + id + "/" + strconv.Itoa(rev) + "/" + arg
}

func parsePress(data string) (press, bool) {
	parts := strings.SplitN(data, "/", 4)
	if len(parts) != 4 {
		return press{}, false
	}
	rev, err := strconv.Atoi(parts[2])
	return press{parts[0], parts[1], rev, parts[3]}, err == nil
}

// dataLimit is Telegram's limit for what a button carries, in bytes, and idLimit
// what an id of ours has at most: a longer one would not fit the buttons of an answer.
const (
	dataLimit = 64
	idLimit   = 36
)

// received is what a button carried that came from outside. Telegram brings back
// what we sent; anything else was made by somebody, and names nothing that is there.
func received(data string) (press, bool) {
	p, ok := parsePress(data)
	return p, ok && len(data) <= dataLimit && len(p.id) <= idLimit && utf8.ValidString(data)
}

// taps is the table of buttons, by verb. Each checks for itself whether this
// person may do this to that record, and whether the button is still true.
var taps map[string]func(*step, press) Reason

func init() {
	taps = map[string]func(*step, press) Reason{
		"consent": consentTap,
		"set":     permissionTap,
		"go":      goTap,
		"mydata":  mydataTap,
		"lang":    languageTap,
		"alert":   alertTap,
		"safe":    safeTap,
		"plan":    planMeetingTap,
		"meet":    meetingTap,
		"topic":   topicTap,
		"remind":  remindTap,
		"circle":  circleTap,
		"agree":   agreeTap,
		"check":   checkInTap,
		"ask":     planCheckInTap,
		"inbox":   inboxTap,
		"note":    noteTap,
		"back":    comeBackTap,
		"zone":    zoneTap,
		"group":   groupTap,

		"life": lifeTap, "absent": absentTap, "promise": promiseTap, "told": toldTap,
		"request": requestTap,
		"after":   afterTap,
		"how":     howTap,
		"agenda":  agendaTap,
		"forget":  forgetTap,
		"see":     seeTap,
		"mine":    mineTap,
		"measure": measureTap,
		"drill":   drillTap,

		"duty": dutyTap, "swap": swapTap,
		"relay": relayTap,
		"story": storyTap,

		"handover": handoverTap,

		"going": goingTap, "buddy": buddyTap,
		"visit": visitTap, "offer": offerTap, "found": foundTap,
		"peer": peerTap, "peers": peersTap,
		"company": companyTap, "again": againTap,
		"watch": watchTap,
	}
}

func onTap(s *step) Reason {
	p, ok := received(s.ev.Tap.Data)
	handle, known := taps[p.verb]
	if !ok || !known {
		s.notice(locales.TapUnknown, nil)
		return "tap.unknown"
	}
	if s.hushed(p) {
		return "circle.still"
	}
	reason := handle(s, p)
	s.notice("", nil) // every tap is answered, if only silently
	return reason
}

// refused answers a tap on something that this person may not touch. It says
// the same whether the thing exists or not.
func (s *step) refused() Reason {
	s.notice(locales.TapNotYours, nil)
	return "tap.refused"
}

// stale says that a menu is from before; what follows draws what is true now.
func (s *step) stale() {
	s.notice(locales.TapOld, nil)
}

// menu begins a new menu for this person: buttons of every older one are stale.
func (s *step) menu() int {
	s.me.Menu++
	s.putContact(s.me)
	return s.me.Menu
}
