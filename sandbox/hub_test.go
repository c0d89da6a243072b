package sandbox

import "testing"

func TestAReaderWhoDoesNotReadIsDroppedAndTheOthersStay(t *testing.T) {
	h := newHub()
	slow, quick := h.join(), h.join()
	for i := range int64(backlogLimit + 1) {
		h.publish(event{Kind: "chat", Person: i})
		h.publish(event{Kind: "chat", Person: i}) // the same again adds nothing
		if got := len(h.take(quick)); got != 1 {
			t.Fatalf("the quick reader got %d events", got)
		}
	}
	<-slow.news
	if _, open := <-slow.news; open {
		t.Error("the slow reader is still there")
	}
	if len(h.readers) != 1 {
		t.Errorf("%d readers left", len(h.readers))
	}
	for range readersLimit {
		h.join()
	}
	if len(h.readers) > readersLimit || h.join() != nil {
		t.Errorf("%d readers", len(h.readers))
	}
	h.close()
	if len(h.readers) != 0 || h.join() != nil {
		t.Error("a closed hub has readers")
	}
}

func TestTheJournalStaysBounded(t *testing.T) {
	j := newJournal()
	for range 3 * journalLimit {
		j.add(entry{act: &Act{Verb: Says}})
	}
	mark := j.mark()
	j.add(entry{act: &Act{Verb: Taps}})
	if len(j.entries) > journalLimit {
		t.Errorf("%d entries", len(j.entries))
	}
	if last := j.since(mark); len(last) != 1 || last[0].act.Verb != Taps {
		t.Errorf("since the mark: %v", last)
	}
}
