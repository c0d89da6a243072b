# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test bench faults soak fuzz restore-drill rules modules needs

# A first conversation: the companion, a stand-in for Telegram, a chat page.
try:
	go run . sandbox --open

# Every test, on a real redis-server and in a real browser. Whatever runs side by
# side does so under the race detector, with some conversations of each kind.
# Rooms in which nothing does are tested without it, and so is what plays every
# conversation, draws pictures, or lives through a week, a year, a night on call or a crowd: the
# same code, ten times faster. Every conversation is played on the real
# redis-server, and once more in a language that nobody speaks.
PURE = care flows locales urgency scheduler/calendar scheduler/spoken
SOME = urgent|visit_whole|watch_overdue|watch_quiet_sign|help_button|joining|planning|meeting|checkin|share_people|inbox|relay_conversation|oncall_swap|chain_pass_on|forget_person|group|drill
PLAYED = TestNoSentenceIsWrittenIntoTheCode|TestPage|TestThePage|TestServe|TestALinkThatIsNone|TestStoryCanBePlayed
LIVED = TestScriptsOnRealRedis|TestWeekOverClockChange|TestAYearOfMeetings|TestAYearOfCheckIns|TestCrowd|TestConsentAt|TestNothingReaches|TestHostileVolunteers|TestNightsOnCall|TestVisitNights|TestRealParts|TestRestoreDrill|TestKeyRotation|TestOperatorsLeave|TestLives|TestAttackers
DRAWN = TestAMapOfCompanyIsDrawn|FuzzAMapOfCompanyIsAPicture|TestAMeasureIsDrawn
test: export GOGC = 400
test: needs
	go test -race -timeout 45m -skip '^TestScripts$$|$(PLAYED)|$(LIVED)|$(DRAWN)' $$(go list ./... | grep -vE '^[^/]*/($(shell echo $(PURE) | tr ' ' '|'))(/|$$)')
	go test -race -timeout 30m -run '^TestScripts$$/^($(SOME))$$' .
	go test -timeout 30m -run '$(DRAWN)' ./bot
	go test -timeout 30m $(addsuffix /...,$(addprefix ./,$(PURE)))
	go test -timeout 45m -run '$(LIVED)|TestCrashBetween' . & lived=$$!; go test -timeout 45m -run '$(PLAYED)' .; played=$$?; wait $$lived && exit $$played

# P1 to P8 of docs/performance.md, beside two peers where Node is there: one
# table, and bench/results.json. Twelve minutes on a quiet machine with two
# cores; make bench BENCH="-quick -only P2" is a part of it.
bench: needs
	cd bench && go run . $(BENCH)

# The table of docs/operations/faults.md: real parts killed, stopped, without
# room or badly connected, one after the other (six minutes for three turns).
TURNS = 3
faults: needs
	go test . -count=1 -timeout 2h -run '^TestRealParts$$' -realfaults $(TURNS) -v | grep -vE '^ *(===|---)'

# The whole application in one bubble of time: SEEDS weeks of 30 people and a
# twentieth as many months of 300, with everything that goes wrong, and then faults
# that are planted for the judge to see. A seed that fails is printed with a
# shortened script. With SEEDS=200 this takes hours.
SEEDS ?= 20
soak: needs
	GOGC=400 go test . -count 1 -timeout 0 -v -run 'TestLives$$' -lives $(SEEDS) -lifeacts 1
	GOGC=400 go test . -count 1 -timeout 0 -v -run 'TestLives$$' -lives $$(( ($(SEEDS) + 19) / 20 )) -lifedays 30 -lifepeople 300 -lifeacts 0.25
	GOGC=400 go test . -count 1 -timeout 0 -v -run 'TestLivesSeeWhatIsBroken' -lifeplants 1

# Whether the rules for Prometheus ring when they should, and not before, by
# Prometheus' own judgement. Needs promtool (Debian: prometheus).
rules:
	cd docs/operations && promtool check rules prometheus-rules.yml && promtool test rules prometheus-rules-test.yml

# A restore from a backup after the loss of the volume, and a change of the master
# key while people write, each command and its answer printed.
restore-drill: needs
	go test -count=1 -v -run 'TestRestoreDrill|TestKeyRotationUnderLoad' .

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
