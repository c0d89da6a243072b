// Package store is Redis, and the only room that knows a key. Its scripts in
// lua/ are one atomic act each; the head of each file says which.
//
// All keys of one deployment carry one hash tag, so every script runs on one
// slot; a script gets the prefix as its only key and builds the others on it.
// Nothing in Redis but ids and times can be read without the master key.
package store
