package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

// What operators are given must fit the program: every metric that a rule or
// the dashboard names is there, and every alarm has its part in the runbook.
func TestRulesAndDashboardNameWhatIsThere(t *testing.T) {
	read := func(name string) string {
		body, err := os.ReadFile("docs/operations/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	rules, board, runbook := read("prometheus-rules.yml"), read("grafana-dashboard.json"), read("runbook.md")
	if !json.Valid([]byte(board)) {
		t.Error("the dashboard is not JSON")
	}
	source, err := os.ReadFile("metrics.go")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, metric := range regexp.MustCompile(`polyphony_([a-z_]+)`).FindAllStringSubmatch(rules+board, -1) {
		name := strings.TrimSuffix(metric[1], "_bucket")
		if named++; !strings.Contains(string(source), `"`+name+`"`) {
			t.Errorf("there is no metric polyphony_%s", name)
		}
	}
	alarms := regexp.MustCompile(`- alert: (\w+)`).FindAllStringSubmatch(rules, -1)
	for _, alarm := range alarms {
		if !strings.Contains(runbook, "\n### "+alarm[1]+"\n") || !strings.Contains(rules, "runbook.md#"+strings.ToLower(alarm[1])) {
			t.Errorf("%s has no part in the runbook, or does not point at it", alarm[1])
		}
	}
	if named < 20 || len(alarms) < 8 {
		t.Errorf("%d metrics and %d alarms were looked at", named, len(alarms))
	}
}

// The reasons by which the rules count are said by the program: a name that was
// changed would silence an alarm without anybody noticing.
func TestReasonsInTheRulesAreSaidByTheProgram(t *testing.T) {
	rules, err := os.ReadFile("docs/operations/prometheus-rules.yml")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, dir := range []string{"flows", "bot", "alarm"} {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
				body, err := os.ReadFile(dir + "/" + f.Name())
				if err != nil {
					t.Fatal(err)
				}
				code.Write(body)
			}
		}
	}
	for _, match := range regexp.MustCompile(`reason=~?"([^"]+)"`).FindAllStringSubmatch(string(rules), -1) {
		for _, reason := range strings.Split(match[1], "|") {
			if !strings.Contains(code.String(), `"`+reason+`"`) {
				t.Errorf("no reason %q is ever said", reason)
			}
		}
	}
}

// A count that a rule looks at stands at zero from the start: Prometheus sees no
// increase in one that begins with its first event, and the first lost card
// would ring nobody.
func TestWhatTheRulesCountBeginsAtZero(t *testing.T) {
	rules, err := os.ReadFile("docs/operations/prometheus-rules.yml")
	if err != nil {
		t.Fatal(err)
	}
	page := httptest.NewRecorder()
	NewMeter().Handler().ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	counted := 0
	for _, selector := range regexp.MustCompile(`increase\((polyphony_[a-z_]+)\{([^}]*)\}`).FindAllStringSubmatch(string(rules), -1) {
		for _, value := range regexp.MustCompile(`=~?"([^"]+)"`).FindAllStringSubmatch(selector[2], -1) {
			for _, one := range strings.Split(value[1], "|") {
				series := regexp.MustCompile(selector[1] + `\{[^}]*"` + one + `"[^}]*\} 0`)
				if counted++; !series.MatchString(page.Body.String()) {
					t.Errorf("%s with %q is not there before its first event", selector[1], one)
				}
			}
		}
	}
	if counted < 8 {
		t.Errorf("%d were looked at", counted)
	}
}

// The page of figures shows every part of the chain once it was looked at.
func TestMetricsShowEachPartOfTheChain(t *testing.T) {
	m := NewMeter()
	m.Ready(report{Wrong: []string{"sender"}})
	m.Heartbeat("sent")
	page := httptest.NewRecorder()
	m.Handler().ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`polyphony_well{part="sender"} 0`, `polyphony_well{part="redis"} 1`, `polyphony_heartbeats_total{outcome="sent"} 1`} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the figures lack %s", want)
		}
	}
}
