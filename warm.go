package main

import "runtime/debug"

// hurry begins with what takes longest at a start, the phrases and the sentences,
// side by side and while everything else is looked at.
func hurry(ownPhrases string) {
	if ownPhrases == "" {
		go func() { _, _ = newReader() }()
	}
	go func() { _, _ = loadTexts() }() // whoever needs them hears what is wrong with them
}

// warm waits until the phrases are ready, so that nobody's first words wait for
// them, and gives back the memory that it took to read them.
func (a *App) warm() {
	if a.Phrases == "" {
		_, _ = newReader() // it is whole: a test holds it to that
	}
	go debug.FreeOSMemory()
}
