// Package flows is what the companion does: one file a conversation. Decide
// takes one event and says what should change; it touches nothing itself.
//
// A decision reads records through a Tx and no other way, gets the time as an
// argument, and draws ids from the event's seed, so it can be taken again at
// will and comes out the same. Everything that it says leaves as a Message, a
// row of the outbox; just before a row is sent, Address asks once more whether
// it is still wanted (I4).
package flows
