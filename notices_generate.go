//go:build ignore

// Command notices_generate writes NOTICES: the licence of each module that the
// program links, and of Go itself, as their authors ship them.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// terms are the files that say what whoever passes a program on must show.
var terms = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|authors|ftl)([.-].*)?$`)

// source is one package of the program and the module that it comes from.
type source struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
	}
}

func main() {
	log.SetFlags(0)
	modules, files := linked()
	var out bytes.Buffer
	out.WriteString("Polyphony is under the MIT licence, see LICENSE. Its program holds the work of others, under the terms below.\n")
	out.WriteString("This file is made from what they ship: go generate .\n")
	write(&out, "The Go programming language", goTerms())
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		if len(files[name]) == 0 {
			log.Fatalf("%s ships no licence", name)
		}
		slices.Sort(files[name])
		write(&out, name, slices.Compact(files[name]))
	}
	if err := os.WriteFile("NOTICES", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// linked lists the modules of the program, `path version`, and the terms in the
// folders of the packages that it links, up to the module's own.
func linked() (modules map[string]string, files map[string][]string) {
	modules, files = map[string]string{}, map[string][]string{}
	list := exec.Command("go", "list", "-deps", "-json=Dir,Module", ".")
	list.Env, list.Stderr = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux"), os.Stderr
	body, err := list.Output()
	if err != nil {
		log.Fatal(err)
	}
	for dec := json.NewDecoder(bytes.NewReader(body)); dec.More(); {
		var p source
		if err := dec.Decode(&p); err != nil {
			log.Fatal(err)
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		name := p.Module.Path + " " + p.Module.Version
		modules[name] = p.Module.Dir
		for dir := p.Dir; strings.HasPrefix(dir, p.Module.Dir); dir = filepath.Dir(dir) {
			files[name] = append(files[name], termsIn(dir)...)
		}
	}
	return modules, files
}

// termsIn are the terms in a folder, and in the one that some keep them in.
func termsIn(dir string) (found []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.IsDir() && strings.EqualFold(e.Name(), "licenses"):
			inner, _ := filepath.Glob(filepath.Join(path, "*"))
			found = append(found, inner...)
		case !e.IsDir() && terms.MatchString(e.Name()) && !strings.HasSuffix(e.Name(), ".go"):
			found = append(found, path)
		}
	}
	return found
}

func goTerms() []string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		log.Fatal(err)
	}
	dir := strings.TrimSpace(string(root))
	return []string{filepath.Join(dir, "LICENSE"), filepath.Join(dir, "PATENTS")}
}

// write adds one part: `== name`, then its files one after another.
func write(out *bytes.Buffer, name string, files []string) {
	fmt.Fprintf(out, "\n== %s\n", name)
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		text := strings.ReplaceAll(string(body), "\r\n", "\n")
		fmt.Fprintf(out, "\n-- %s\n\n%s\n", filepath.Base(file), strings.TrimSpace(text))
	}
}
