package flows

import "errors"

// Claim is an item under lease: whoever holds it alone may commit it.
type Claim struct {
	Item  Item
	Tries int    // how often deciding it has failed
	Bad   error  // the item could not be opened: it can only be parked
	Token string // the store's proof of the lease
}

// What a commit may answer besides success.
var (
	// ErrConflict: a record which the decision read has changed; decide again.
	ErrConflict = errors.New("a record has changed since it was read")
	// ErrLost: the lease has gone to another; what was decided is void.
	ErrLost = errors.New("the lease was lost")
	// ErrOldEpoch: another process has started under this replica's name.
	ErrOldEpoch = errors.New("another process has taken this replica's name")
)

// ErrUndecided marks an error that lies in the event or in the records it
// found, not in the way to them: deciding again will not help for ever.
var ErrUndecided = errors.New("no decision")
