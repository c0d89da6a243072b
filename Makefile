# What a newcomer and the build server run. Everything else is plain go.

.PHONY: try test needs

# A first conversation: the companion, a stand-in for Telegram, a chat page.
try:
	go run . sandbox --open

# Every test, with the race detector, on a real redis-server and a real browser.
test: needs
	go test -race -timeout 15m ./...

# What the tests need besides Go.
needs:
	@bash .ci/needs
