// Package bot is the Telegram edge, in both directions.
//
// Inwards, a Webhook or a Poller writes every raw update to the inbox before
// Telegram is told that it arrived (I1); Decode makes an event of it later.
// Outwards, a Sender claims rows of the outbox, asks at the last moment whether
// each is still wanted (I4), renders it in the reader's language, hands it to
// Telegram and settles it. Cards and crisis lines have in-flight places of
// their own, so that nothing slow can hold them back (I2).
//
// While the store is away an Outage answers private messages with the fixed
// crisis lines (I3): the only way out that is not a row of the outbox.
//
// github.com/go-telegram/bot is used as API client and for its models. Its
// intake confirms updates before they are safe, so it stays out. No error text
// of Telegram or of the library ever reaches a log: both may hold words that
// people wrote. A named reason and a status code stand in for them.
package bot
