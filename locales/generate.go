//go:build ignore

// Generate renews keys.go from the English files: go generate ./locales
package main

import (
	"fmt"
	"os"

	"polyphony/locales"
)

func main() {
	source, err := locales.KeysFile()
	if err == nil {
		err = os.WriteFile("keys.go", source, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
