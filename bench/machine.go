package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// machine names what the figures were measured on.
func machine() map[string]string {
	return map[string]string{
		"machine": fmt.Sprintf("%d × %s, shared; load at the start %s", runtime.NumCPU(), line("/proc/cpuinfo", "model name"), load()),
		"system":  strings.Trim(line("/etc/os-release", "PRETTY_NAME"), `"`),
		"redis":   said("redis-server", "--version"),
		"go":      runtime.Version(),
		"node":    said("node", "--version"),
		"date":    time.Now().UTC().Format("2006-01-02 15:04 UTC"),
	}
}

// line is the value of the first line of a file that begins with a name.
func line(file, name string) string {
	text, _ := os.ReadFile(file)
	for l := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(l, name); ok {
			return strings.TrimSpace(strings.TrimLeft(rest, " \t:="))
		}
	}
	return "unknown"
}

func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

func said(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return "none"
	}
	return strings.TrimSpace(string(out))
}
