# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test bench rules needs

# A first conversation: the companion, a stand-in for Telegram, a chat page.
try:
	go run . sandbox --open

# Every test on a real redis-server and a real browser, with the race detector;
# then, without it, those that play every conversation, or live through a year,
# a night on call or a crowd: the same code, ten times faster.
ALONE = TestScriptsOnRealRedis|TestNoSentenceIsWrittenIntoTheCode|TestAYearOfMeetings|TestAYearOfCheckIns|TestCrowd|TestConsentAt|TestNothingReaches|TestNightsOnCall
LONG = $(ALONE)|TestScripts$$
test: needs
	go test -race -timeout 25m -skip '$(ALONE)' ./...
	go test -timeout 15m -run '$(LONG)' .

# How long an urgent word takes with nothing and with 100,000 messages queued
# (two minutes and a half), and how many texts a second are read for danger.
bench: needs
	go test . -run '^$$' -bench UrgentBehindBulk -benchtime 400x
	go test ./urgency -run '^$$' -bench Read

# Whether the rules for Prometheus ring when they should, and not before, by
# Prometheus' own judgement. Needs promtool (Debian: prometheus).
rules:
	cd docs/operations && promtool check rules prometheus-rules.yml && promtool test rules prometheus-rules-test.yml

# What the tests need besides Go.
needs:
	@bash .ci/needs
