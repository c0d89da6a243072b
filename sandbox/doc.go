// Package sandbox is a Telegram for one machine.
//
// It answers the Bot API under /bot<token>/<method> as Telegram does (long polling and webhooks, its limits, its
// errors in its own words, failures on demand), serves a page at / on which one person plays everybody, and offers
// the small JSON API under /api/ that the page and the tests use. Nothing is kept when the process ends, and nothing
// ever leaves the machine.
//
// A Server holds people, their chats with the bot, and a Clock that can be pushed. The application behind it is a
// House: the sandbox asks it to settle after everything that somebody does, and to name the next instant at which
// anything falls due, so that pushing the clock walks through every due instant in order.
//
// Beside the calls that every test uses (people, chat, says, taps, opens, sends, edits, blocks, clock, faults), the JSON
// API has: GET events (server-sent: what to fetch again), drawer, story, script, files/{id}, people/{id}/commands, and
// GET and POST groups; chat, says and taps take "chat" with a group's number.
//
// Where it is kinder than Telegram: any token of the right shape is the same one bot, webhooks may be plain HTTP, the
// texts of people are never split, and Markdown is not read at all. Updates that nobody takes are dropped at Telegram's
// own ages: taps after 150 seconds, everything else after a day.
//
// A conversation can be written down as a Script, played against a Server and compared with what people really saw.
package sandbox
