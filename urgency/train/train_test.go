package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// toy is a corpus of a few lines in two voices.
func toy(t *testing.T) trainer {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"en/a":       "[suicide urgent]\nI have written the letters, goodbye\nI won't be here tomorrow\n[day none]\nthe bus was late\nbeans on toast for tea\n",
		"en/b":       "[suicide urgent]\nthe letters are written and I won't be here\n[low soon]\nI feel so low today\n[day none]\nthe bus is late again\ntoast for tea\n",
		"foreign/fr": "[everyday soon]\nje ne sais pas où est le bus\non mange quoi ce soir\n",
	} {
		file := filepath.Join(dir, name+".txt")
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	texts, _, err := load("../../locales", []string{dir})
	if err != nil {
		t.Fatal(err)
	}
	opt := chosen
	opt.steps = 5
	return trainer{texts, opt}
}

// Weights that came out differently each time could not be looked up, nor signed.
func TestTrainingComesToTheSameWeights(t *testing.T) {
	var before []float64
	for range 2 {
		trainer := toy(t)
		weights, err := trainer.level("soon", trainer.texts)
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && !slices.Equal(before, weights) {
			t.Error("the same texts came to other weights")
		}
		before = weights
	}
}

// The model has to learn at all: danger scores above an ordinary day.
func TestTrainingTellsDangerFromTheDay(t *testing.T) {
	trainer := toy(t)
	weights, err := trainer.level("urgent", trainer.texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range trainer.texts {
		for _, y := range trainer.texts {
			_, a := x.best(weights)
			_, b := y.best(weights)
			if x.Level == "urgent" && y.Level == "none" && a <= b {
				t.Errorf("%q scores %.2f, %q %.2f", x.Text, a, y.Text, b)
			}
		}
	}
}
