package main

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"polyphony/sandbox"
)

// storyFile is what the sandbox tells a newcomer, chapter by chapter.
//
//go:embed story.toml
var storyFile string

// chapter is one step of the story as its reader sees it. Some take several
// acts, as planning a meeting does: they are written like those of a script.
type chapter struct {
	Title string
	Text  string
	Acts  string
}

// story is the sandbox's story, one act a step. The acts of one chapter bear the
// same title and text, one after another, and the page shows them as one.
func story() []sandbox.Step {
	steps, err := parseStory(storyFile)
	if err != nil {
		panic(err) // the file is part of the program, and a test plays it
	}
	return steps
}

// parseStory reads a story file. Errors name the chapter.
func parseStory(text string) ([]sandbox.Step, error) {
	var file struct{ Chapter []chapter }
	if _, err := toml.Decode(text, &file); err != nil {
		return nil, fmt.Errorf("story: %w", err)
	}
	var steps []sandbox.Step
	for _, c := range file.Chapter {
		more, err := c.steps()
		if err != nil {
			return nil, fmt.Errorf("story, %q: %w", c.Title, err)
		}
		steps = append(steps, more...)
	}
	return steps, nil
}

func (c chapter) steps() ([]sandbox.Step, error) {
	script, err := sandbox.ParseScript(strings.NewReader(c.Acts))
	if err != nil {
		return nil, err
	}
	var steps []sandbox.Step
	for _, line := range script.Lines {
		if line.Act == nil {
			continue
		}
		do, err := doOf(line.Act)
		if err != nil {
			return nil, err
		}
		steps = append(steps, sandbox.Step{Title: c.Title, Text: c.Text, Who: line.Act.Who, Do: do})
	}
	return steps, nil
}

// doOf is an act as the page performs it.
func doOf(a *sandbox.Act) (sandbox.Do, error) {
	switch a.Verb {
	case sandbox.Says:
		return sandbox.Do{Says: a.Text}, nil
	case sandbox.Taps:
		return sandbox.Do{Taps: a.Text}, nil
	case sandbox.Opens:
		return sandbox.Do{Opens: a.From}, nil
	case sandbox.Passes:
		return sandbox.Do{Advance: strings.TrimSuffix(a.String(), " pass")}, nil
	}
	return sandbox.Do{}, fmt.Errorf("the page cannot do that: %s", a.Verb)
}
