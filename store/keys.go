package store

import (
	"strconv"
	"strings"

	"polyphony/care"
)

// Key families, relative to the prefix "{deployment}:".
//
//	key                type    owner     lifetime                      holds
//	replicas           hash    engine    for good                      replica name → epoch
//	keys               hash    engine    for good                      key of the master keyset → ms since when it seals, or "gone"
//	keyrings           hash    engine    until it ends in order        replica → ms, the key it seals with, those that it opens with
//	seen               zset    record    Forget (48 h)                 ids of recorded items, by ms
//	q:<queue>          list    record    until handled                 items, oldest first
//	ready:<lane>       zset    record    while the queue waits         queues, by the ms from which they may be claimed
//	holder             hash    claim     while leased                  queue → token
//	leased             zset    claim     while leased                  queue, by the ms at which the lease runs out
//	tries              hash    release   until handled                 item id → failed tries
//	parked             hash    commit    until replayed or dropped     item id → reason, when, queue, item
//	rec:<kind>:<id>    string  commit    until removed                 revision ":" sealed record
//	own:<contact>      string  commit    until they are erased         their own key, sealed
//	erased             zset    commit    for good                      contacts who were erased, by ms
//	erasing            zset    commit    until Redis's disk is clean   the same, whose traces may still be on it
//	erasures           string  commit    for good                      number of erasures ever carried out
//	audit:<subject>    list    commit    retention of the trust        sealed entries, oldest first
//	timers:<lane>      zset    commit    until due                     timer keys, by due ms
//	outseq             string  commit    for good                      number of rows ever committed
//	out:<lane>:<chat>  list    commit    until settled                 rows, oldest first
//	outready:<lane>    zset    commit    while rows wait               chats, by the ms from which they may be written to
//	outholder          hash    outclaim  while leased                  chat, with "!" for urgent → token
//	outleased          zset    outclaim  while leased                  the same, by the ms at which the lease runs out
//	outtries           hash    settle    until settled                 row id → tries
//	chatpace           zset    outclaim  Forget                        chat, by the ms of its next message
//	hold               zset    settle    Forget                        chat, by the ms until which Telegram refuses
//	pace               hash    outclaim  for good                      hold, next: ms for all chats together
//	slots:<chat>       hash    settle    128 newest                    card → Telegram's message id ":" row number
const (
	keyReplicas = "replicas"
	keyKeys     = "keys"
	keyRings    = "keyrings"
	keySeen     = "seen"
	keyQueue    = "q:"
	keyReady    = "ready:"
	keyHolder   = "holder"
	keyLeased   = "leased"
	keyParked   = "parked"
	keyRecord   = "rec:"
	keyOwn      = "own:"
	keyErased   = "erased"
	keyErasing  = "erasing"
	keyErasures = "erasures"
	keyAudit    = "audit:"
	keyTimers   = "timers:"
	keyOut      = "out:"
	keyOutReady = "outready:"
	keyOutHeld  = "outholder"
	keyOutLease = "outleased"
	keyChatPace = "chatpace"
	keyHold     = "hold"
	keySlots    = "slots:"
)

func (s *Store) key(parts ...string) string { return s.prefix + strings.Join(parts, "") }

func recordKey(kind care.Kind, id string) string { return keyRecord + string(kind) + ":" + id }

func laneKey(family string, lane int) string { return family + strconv.Itoa(lane) }

func outKey(lane int, chat string) string { return laneKey(keyOut, lane) + ":" + chat }
