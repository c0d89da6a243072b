# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test needs

# A first conversation: the companion, a stand-in for Telegram, a chat page.
try:
	go run . sandbox --open

# Every test, with the race detector, on a real redis-server and a real browser;
# then, without it, those that live through a year or a crowd and do less of it
# under the detector.
test: needs
	go test -race -timeout 15m ./...
	go test -timeout 10m -run 'TestAYearOfMeetings|TestCrowd' .

# What the tests need besides Go.
needs:
	@bash .ci/needs
