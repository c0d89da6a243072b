package spoken

import (
	"strconv"
	"strings"
)

// meaning is one thing that a phrase can say, with a number for weekdays,
// months and numbers.
type meaning struct {
	says string
	n    int
}

// Words is one language: every phrase with what it can mean. A phrase may mean
// several things (ہفتہ is Saturday and week); the grammar takes what fits.
type Words struct {
	phrases map[string][]meaning
	longest int // tokens of the longest phrase
}

// Keys lists the texts that NewWords reads, without the section's name. Each is
// a list of phrases between bars, in any case, with or without diacritics; "-"
// stands for none.
func Keys() []string {
	keys := []string{
		sToday, sTomorrow, sAfterTomorrow, sTonight, sThis, sNext, sWeek, sDay, sIn, sLater, sWeekOn,
		sMorning, sAfternoon, sEvening, sNoon,
		sAt, sOn, sFor, sAnd, sOf, sA, sUntil, sFiller,
		sOclock, sOclockAnd, sHalfPast, sHalfTo, sQuarterPast, sQuarterTo, sPast, sTo, sToBefore,
		sHour, sMinute, sHalf, sAndHalf, sOneHalf, sTwoHalf, sThreeQuarters, sOrdinal,
		sEvery, sEveryOther, sWeekly, sFortnightly, sOtherRhythm, sHome, sTeam, sVideo, sWhere,
	}
	for _, group := range []string{sWeekday, sMonth, sNumber} {
		for _, n := range counted[group] {
			keys = append(keys, group+"."+strconv.Itoa(n))
		}
	}
	return keys
}

// What phrases say; each is a key of the word lists.
const (
	sToday         = "today"
	sTomorrow      = "tomorrow"
	sAfterTomorrow = "day_after_tomorrow"
	sTonight       = "tonight"
	sThis          = "this"
	sNext          = "next"
	sWeek          = "week"
	sDay           = "day"
	sIn            = "in"      // before so many days or weeks
	sLater         = "later"   // after so many days or weeks
	sWeekOn        = "week_on" // after a weekday: a week later
	sMorning       = "morning"
	sAfternoon     = "afternoon"
	sEvening       = "evening"
	sNoon          = "noon"
	sAt            = "at" // before a time; dropped before an address
	sOn            = "on"
	sFor           = "for"
	sAnd           = "and"
	sOf            = "of"
	sA             = "a"
	sUntil         = "until"
	sFiller        = "filler"
	sOclock        = "oclock"
	sOclockAnd     = "oclock_and" // hour, this, minutes
	sHalfPast      = "half_past"
	sHalfTo        = "half_to"
	sQuarterPast   = "quarter_past"
	sQuarterTo     = "quarter_to"
	sPast          = "past"
	sTo            = "to"
	sToBefore      = "to_before" // this, minutes, hour
	sHour          = "hour"
	sMinute        = "minute"
	sHalf          = "half"
	sAndHalf       = "and_half"
	sOneHalf       = "one_and_half"
	sTwoHalf       = "two_and_half"
	sThreeQuarters = "three_quarters_hour"
	sOrdinal       = "ordinal"
	sEvery         = "every"
	sEveryOther    = "every_other"
	sWeekly        = "weekly"
	sFortnightly   = "fortnightly"
	sOtherRhythm   = "other_rhythm"
	sHome          = "home"
	sTeam          = "team"
	sVideo         = "video"
	sWhere         = "where"   // words round it are a place
	sWeekday       = "weekday" // .1 Monday to .7 Sunday
	sMonth         = "month"   // .1 to .12
	sNumber        = "number"  // every form of a number: two, second, o drugiej
)

// counted are the numbers under each numbered key.
var counted = map[string][]int{
	sWeekday: upTo(7),
	sMonth:   upTo(12),
	sNumber:  append(upTo(31), 40, 45, 50, 55, 60, 75, 90),
}

func upTo(n int) (list []int) {
	for i := 1; i <= n; i++ {
		list = append(list, i)
	}
	return list
}

// NewWords builds the words of a language. get answers the text of a key of
// Keys, and an empty text for one that does not exist.
func NewWords(get func(key string) string) Words {
	w := Words{phrases: map[string][]meaning{}}
	for _, key := range Keys() {
		says, number, _ := strings.Cut(key, ".")
		n, _ := strconv.Atoi(number)
		for phrase := range strings.SplitSeq(get(key), "|") {
			w.add(phrase, meaning{says, n})
		}
	}
	return w
}

func (w *Words) add(phrase string, m meaning) {
	var parts []string
	for _, t := range cut(phrase) {
		parts = append(parts, t.text)
	}
	if len(parts) == 0 {
		return
	}
	joined := strings.Join(parts, " ")
	w.phrases[joined] = append(w.phrases[joined], m)
	w.longest = max(w.longest, len(parts))
}
