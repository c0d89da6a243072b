# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test needs

# A first conversation: the companion, a stand-in for Telegram, a chat page.
try:
	go run . sandbox --open

# Every test on a real redis-server and a real browser, with the race detector;
# then, without it, those that play every conversation, or live through a year
# or a crowd: the same code, ten times faster.
ALONE = TestScriptsOnRealRedis|TestNoSentenceIsWrittenIntoTheCode|TestAYearOfMeetings|TestAYearOfCheckIns|TestCrowd|TestConsentAt|TestNothingReaches
LONG = $(ALONE)|TestScripts$$
test: needs
	go test -race -timeout 25m -skip '$(ALONE)' ./...
	go test -timeout 15m -run '$(LONG)' .

# What the tests need besides Go.
needs:
	@bash .ci/needs
