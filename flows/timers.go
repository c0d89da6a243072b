package flows

// due is the table of what timers do, by subject and what.
var due map[string]func(*step) Reason

func init() {
	due = map[string]func(*step) Reason{
		"alert/step":     onAlertStep,
		"alert/taken":    onAlertTaken,
		"alert/redraw":   onRedraw,
		"alert/ring":     onRing,
		"alert/pass":     onPassDue,
		"contact/remind": onRemind,
		"meeting/remind": onMeetingReminder, // set by the version before
		"meeting/over":   onMeetingOver,
		"meeting/told":   onToldDue,
		"meeting/how":    onHowWasIt,
		"meeting/took":   onTookDue,
		"request/clock":  onRequestClock,
		"request/asker":  onAskerClock,
		"plan/ask":       onCheckInDue,
		"plan/later":     onLater,
		"plan/silence":   onSilence,
		"shelf/soon":     onSoonWaits,
		"contact/forget": onForgetMore,

		"contact/kept": onWordsKept, "network/kept": onCircleKept, "meeting/kept": onMeetingKept,
		"alert/kept": onAlertKept, "request/kept": onRequestKept, "invitation/kept": onInvitationKept,
		"shelf/unread": onUnreadWaits,
		"team/digest":  onDigest,
		"measure/ask":  onMeasureDue,

		"visit/said": onVisitSaid, "visit/kept": onVisitKept,

		"seenlink/over": onSeenLinkOver,
		"alert/drill":   onDrillStep, "team/drill": onDrillMonth,
		"group/in":    onGroupInDue,
		"rota/look":   onRotaLook,
		"board/note":  onBoardNote,
		"board/shift": onShift,

		"visit/before": onVisitBefore,
		"visit/round":  onVisitRound,
		"visit/watch":  onWatchDue,
	}
}

func onTimer(s *step) Reason {
	handle, known := due[s.ev.Timer.Subject+"/"+s.ev.Timer.What]
	if !known {
		panic(readFailed{undecided("timer " + s.ev.Timer.Subject + "/" + s.ev.Timer.What)})
	}
	return handle(s)
}

// TimerEvent understands an item that a timer left in the inbox.
func TimerEvent(it Item) (Event, error) {
	ev := Event{ID: it.ID, Queue: it.Queue, Kind: KindTimer, At: it.At, Seed: it.Seed}
	key, at := it.ID, -1
	for i := len(key) - 1; i >= 0; i-- {
		if key[i] == '@' {
			at = i
			break
		}
	}
	if len(key) < 2 || key[:2] != "t:" || at < 0 {
		return ev, undecided("timer item " + it.ID)
	}
	k, ok := ParseTimerKey(key[2:at])
	if !ok {
		return ev, undecided("timer item " + it.ID)
	}
	ev.Timer = k
	return ev, nil
}
