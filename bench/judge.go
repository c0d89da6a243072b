package main

import (
	"fmt"
	"slices"
)

// account is what became of a number of updates.
type account struct {
	Sent     int `json:"sent"`     // answers that arrived
	Lost     int `json:"lost"`     // updates without an effect, or without an answer
	Twice    int `json:"twice"`    // updates that took effect more than once
	Repeated int `json:"repeated"` // answers that arrived more than once
	Disorder int `json:"disorder"` // answers that arrived after a later one of their chat
	Askew    int `json:"askew"`    // updates that took effect after a later one of their chat
}

func (a account) String() string {
	return fmt.Sprintf("lost %d, twice %d, repeated %d, out of order %d sent and %d handled", a.Lost, a.Twice, a.Repeated, a.Disorder, a.Askew)
}

// judge compares what was taken of each chat with what took effect and with what
// arrived. An answer is "<count> m<i>": what the bot had counted, and the text.
func judge(first int64, taken []int, effects map[int64][]string, sent []sending) (a account) {
	arrived := map[int64][]int{}
	for _, s := range sent {
		var count, i int
		if _, err := fmt.Sscanf(s.text, "%d m%d", &count, &i); err == nil {
			arrived[s.chat] = append(arrived[s.chat], i)
		}
	}
	for n, each := range taken {
		chat := first + int64(n)
		var seen []int
		for _, text := range effects[chat] {
			var i int
			if _, err := fmt.Sscanf(text, "m%d", &i); err == nil {
				seen = append(seen, i)
			}
		}
		once, twice, askew := tell(seen)
		a.Twice, a.Askew = a.Twice+twice, a.Askew+askew
		said, again, late := tell(arrived[chat])
		a.Repeated, a.Disorder, a.Sent = a.Repeated+again, a.Disorder+late, a.Sent+said
		a.Lost += max(each-once, each-said, 0)
	}
	return a
}

// tell says how many different numbers there are, how many came again, and how
// many came for the first time after a greater one.
func tell(numbers []int) (different, again, late int) {
	highest := -1
	known := map[int]bool{}
	for _, i := range numbers {
		switch {
		case known[i]:
			again++
		case i < highest:
			late++
		}
		known[i] = true
		highest = max(highest, i)
	}
	return len(known), again, late
}

// share is the p-th percentile of what is measured.
func share[T int | int64 | float64](of []T, p int) T {
	if len(of) == 0 {
		return 0
	}
	of = slices.Clone(of)
	slices.Sort(of)
	return of[(len(of)-1)*p/100]
}
