package urgency

import (
	"strings"
	"testing"
)

var everyday = []string{
	"Thanks, that was a really good meeting, see you next week",
	"Can we move it to Thursday at half past two? My sister can't come on Tuesday.",
	"I didn't sleep well and I'm a bit anxious about the exam, but the dog made me laugh",
	"she's taken all her tablets",
	"I don't want to die, I just need some peace and quiet",
	"ok", "killing it at the gym today 😂", "Running late, the train is stuck outside Leeds. Please start without me",
}

// BenchmarkRead reports messages a second; 50,000 on one core is the aim.
func BenchmarkRead(b *testing.B) {
	r := shipped(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		r.Read(everyday[n%len(everyday)], "en")
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "msgs/s")
}

// BenchmarkWorst reads long texts that are made to be slow; ns/byte must not grow with their length.
func BenchmarkWorst(b *testing.B) {
	r := shipped(b)
	for name, piece := range worstCases {
		for _, size := range []int{4 << 10, 1 << 20} {
			text := strings.Repeat(piece, size/len(piece))
			b.Run(name+"/"+map[bool]string{true: "4KB", false: "1MB"}[size == 4<<10], func(b *testing.B) {
				for b.Loop() {
					r.Read(text, "en")
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/byte")
			})
		}
	}
}

var worstCases = map[string]string{
	"phrases":    "i want to really just kill myself tonight ",
	"beginnings": "i want to he has taken all of the whole of my ",
	"fillers":    "really just so want really just ",
	"letters":    "k i l l m e ",
	"one word":   "kill",
	"leet":       "k1l1 $u1c*d3 ",
	"stars":      "k**l s*i*i*d ",
	"marks":      "e\u0301\u200b",
	"full stops": ". a. ",
	"emoji":      "💊🔪",
	"alien":      "ж",
	"invalid":    "\xff\xc0",
	"apostrophe": "d'o'n't' ",
}
