// Command train makes urgency/weights.bin from urgency/corpus. It comes to the same bytes each time.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
)

func main() {
	log.SetFlags(0)
	more := flag.String("more", "", "further corpus directories, separated by commas")
	out := flag.String("out", "weights.bin", "where to write the weights")
	check := flag.Bool("check", false, "report how voices are read by a model that has not seen them, and write nothing")
	scores := flag.String("scores", "", "where to write, beside -check, what each line came to")
	flag.Parse()
	dirs := []string{"corpus"}
	if *more != "" {
		dirs = append(dirs, strings.Split(*more, ",")...)
	}
	texts, sum, err := load("../locales", dirs)
	if err != nil {
		log.Fatal(err)
	}
	t := trainer{texts: texts, opt: chosen}
	if *check {
		t.report(os.Stdout, *scores)
		return
	}
	weights, err := t.train(os.Stdout)
	if err != nil {
		log.Fatal(err)
	}
	weights.Corpus = sum
	data, err := weights.Encode()
	if err == nil {
		err = os.WriteFile(*out, data, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %d bytes from %d lines\n", *out, len(data), len(texts))
}
