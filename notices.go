package main

import (
	_ "embed"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
)

//go:generate go run notices_generate.go

// noticesText is whose work the program holds and under which terms, as their authors
// ship them. Most of them ask that it goes along with the program.
//
//go:embed NOTICES
var noticesText string

var noticed = regexp.MustCompile(`(?m)^== (\S+ \S+)$`)

// unnoticed are the modules of a program that the notices do not have.
func unnoticed(info *debug.BuildInfo) (missing []string) {
	have := map[string]bool{}
	for _, name := range noticed.FindAllStringSubmatch(noticesText, -1) {
		have[name[1]] = true
	}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		if name := m.Path + " " + m.Version; !have[name] {
			missing = append(missing, name)
		}
	}
	return missing
}

// printNotices writes the notices, and says when they are not those of this very
// program: somebody has built it with other versions and did not make them anew.
func printNotices() error {
	fmt.Print(noticesText)
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, name := range unnoticed(info) {
			fmt.Fprintf(os.Stderr, "The terms of %s are not here: go generate . makes them anew.\n", name)
		}
	}
	return nil
}
