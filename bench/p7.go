package main

import (
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"testing"

	"polyphony/locales"
	"polyphony/urgency"
)

// everyday is what people write.
var everyday = []string{
	"Thanks, that was a really good meeting, see you next week",
	"Can we move it to Thursday at half past two? My sister can't come on Tuesday.",
	"I didn't sleep well and I'm a bit anxious about the exam, but the dog made me laugh",
	"she's taken all her tablets",
	"I don't want to die, I just need some peace and quiet",
	"ok", "killing it at the gym today 😂", "Running late, the train is stuck outside Leeds. Please start without me",
}

// p7 reads texts for danger, with every language's phrases, on one core.
func p7(o options, r *report) error {
	names, err := fs.Glob(locales.UrgentFiles(), "*/urgent.txt")
	if err != nil {
		return err
	}
	var lexicons []urgency.Lexicon
	for _, name := range names {
		file, err := locales.UrgentFiles().Open(name)
		if err != nil {
			return err
		}
		lexicon, err := urgency.Parse(path.Dir(name), file)
		_ = file.Close()
		if err != nil {
			return err
		}
		lexicons = append(lexicons, lexicon)
	}
	english := slices.IndexFunc(lexicons, func(l urgency.Lexicon) bool { return l.Lang() == locales.Default })
	if english < 0 {
		return fmt.Errorf("there is no lexicon of %s", locales.Default)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	every, one := urgency.New(lexicons...), urgency.New(lexicons[english])
	ordinary := slices.DeleteFunc(slices.Clone(everyday), func(text string) bool { // what is seen in the others has to be said
		return every.Read(text, "en").Level != urgency.None || one.Read(text, "en").Level != urgency.None
	})
	got := series{}
	for range o.times(5, 1) {
		all := reading(every, everyday)
		got.note("reading texts for danger", "polyphony", 1e9/float64(all.NsPerOp()))
		got.note("allocations for each text", "polyphony", float64(all.AllocsPerOp()))
		got.note("allocated for each text", "polyphony", float64(all.AllocedBytesPerOp()))
		got.note("allocated for a text in which nothing is seen", "polyphony", float64(reading(every, ordinary).AllocedBytesPerOp()))
		got.note("allocated for it with English phrases alone", "polyphony", float64(reading(one, ordinary).AllocedBytesPerOp()))
	}
	r.add(
		got.row("P7", "reading texts for danger", "texts/s on one core", "≥ 50000", func(by map[string]float64) bool { return by["polyphony"] >= 50_000 }),
		got.row("P7", "allocations for each text", "", "", nil),
		got.row("P7", "allocated for each text", "bytes", "", nil),
		got.row("P7", "allocated for a text in which nothing is seen", "bytes", "does not grow with the phrases", func(by map[string]float64) bool {
			return by["polyphony"] <= 1+1.05*got.median("allocated for it with English phrases alone", "polyphony")
		}),
		got.row("P7", "allocated for it with English phrases alone", "bytes", "", nil),
	)
	return nil
}

func reading(reader *urgency.Reader, texts []string) testing.BenchmarkResult {
	return testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			reader.Read(texts[i%len(texts)], "en")
		}
	})
}
