# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test bench rules fuzz modules needs

# A first conversation: the companion, a stand-in for Telegram, a chat page.
try:
	go run . sandbox --open

# Every test, on a real redis-server and in a real browser. Whatever runs side by
# side does so under the race detector, with some conversations of each kind.
# Rooms in which nothing does are tested without it, and so is what plays every
# conversation, or lives through a week, a year, a night on call or a crowd: the
# same code, ten times faster. Every conversation is played on the real
# redis-server, and once more in a language that nobody speaks.
PURE = care flows locales urgency scheduler/calendar scheduler/spoken
SOME = urgent|visit_whole|watch_overdue|watch_quiet_sign|help_button|joining|planning|meeting|checkin|share_people|inbox|relay_conversation|oncall_swap|chain_pass_on|forget_person|group|drill
PLAYED = TestNoSentenceIsWrittenIntoTheCode|TestPage|TestThePage|TestServe|TestALinkThatIsNone|TestStoryCanBePlayed
LIVED = TestScriptsOnRealRedis|TestWeekOverClockChange|TestAYearOfMeetings|TestAYearOfCheckIns|TestCrowd|TestConsentAt|TestNothingReaches|TestNightsOnCall|TestVisitNights
test: needs
	go test -race -timeout 20m -skip '^TestScripts$$|$(PLAYED)|$(LIVED)' $$(go list ./... | grep -vE '^[^/]*/($(shell echo $(PURE) | tr ' ' '|'))(/|$$)')
	go test -race -timeout 10m -run '^TestScripts$$/^($(SOME))$$' .
	go test -timeout 10m $(addsuffix /...,$(addprefix ./,$(PURE)))
	go test -timeout 20m -run '$(LIVED)' . & lived=$$!; go test -timeout 20m -run '$(PLAYED)' .; played=$$?; wait $$lived && exit $$played

# How long an urgent word takes with nothing and with 100,000 messages queued
# (two minutes and a half), and how many texts a second are read for danger.
bench: needs
	go test . -run '^$$' -bench UrgentBehindBulk -benchtime 400x
	go test ./urgency -run '^$$' -bench Read

# Whether the rules for Prometheus ring when they should, and not before, by
# Prometheus' own judgement. Needs promtool (Debian: prometheus).
rules:
	cd docs/operations && promtool check rules prometheus-rules.yml && promtool test rules prometheus-rules-test.yml

# Every fuzz target, one after another, a line each: make fuzz FUZZTIME=60s
FUZZTIME ?= 60s
fuzz:
	@bash .ci/fuzz $(FUZZTIME)

# What it is made of, for docs/dependencies.md: that the checksums hold, what is
# newer, what is known to be vulnerable, and the terms of others made anew. Needs
# the internet; VULNDB=file:///path names a copy of https://vuln.go.dev/vulndb.zip.
modules:
	go mod verify
	go list -m -u -f '{{if and .Update (not .Indirect)}}{{.Path}} {{.Version}}, newer: {{.Update.Version}}{{end}}' all
	go run golang.org/x/vuln/cmd/govulncheck@latest $(if $(VULNDB),-db $(VULNDB)) ./...
	go generate .

# What the tests need besides Go.
needs:
	@bash .ci/needs
