# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test bench rules needs soak

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
LIVED = TestScriptsOnRealRedis|TestWeekOverClockChange|TestAYearOfMeetings|TestAYearOfCheckIns|TestCrowd|TestConsentAt|TestNothingReaches|TestHostileVolunteers|TestNightsOnCall|TestVisitNights|TestLives
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

# The whole application in one bubble of time: SEEDS weeks of 30 people and a
# twentieth as many months of 300, with everything that goes wrong, and then faults
# that are planted for the judge to see. A seed that fails is printed with a
# shortened script. With SEEDS=200 this takes hours.
SEEDS ?= 20
soak: needs
	GOGC=400 go test . -count 1 -timeout 0 -v -run 'TestLives$$' -lives $(SEEDS)
	GOGC=400 go test . -count 1 -timeout 0 -v -run 'TestLives$$' -lives $$(( ($(SEEDS) + 19) / 20 )) -lifedays 30 -lifepeople 300
	GOGC=400 go test . -count 1 -timeout 0 -v -run 'TestLivesSeeWhatIsBroken' -lifeplants 1

# Whether the rules for Prometheus ring when they should, and not before, by
# Prometheus' own judgement. Needs promtool (Debian: prometheus).
rules:
	cd docs/operations && promtool check rules prometheus-rules.yml && promtool test rules prometheus-rules-test.yml

# What the tests need besides Go.
needs:
	@bash .ci/needs
