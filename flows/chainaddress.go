package flows

import (
	"slices"
	"time"

	"polyphony/care"
)

// addressAlarm asks whether an alarm on a channel, or in the team's group, is
// still wanted: not once somebody has taken the alert, not on the channel of
// somebody who has left the team.
func addressAlarm(tx Tx, r Row, d Delivery) (Delivery, error) {
	m := r.Message
	if m.Guard.Alert != "" {
		if has, err := takenSince(tx, m.Guard.Alert, r.At); err != nil || has {
			return d.drop("taken"), err
		}
	}
	var t care.Team
	if found, err := tx.Read(care.KindTeam, TeamID, &t); err != nil || !found || m.Channel == "" {
		return d, err
	}
	i := slices.IndexFunc(t.Channels, func(ch care.Channel) bool { return ch.ID == m.Channel })
	if i >= 0 && t.Channels[i].Staff != "" {
		if _, known := t.StaffByID(t.Channels[i].Staff); !known {
			return d.drop("no.role"), nil
		}
	}
	return d, nil
}

// takenSince reports whether somebody has taken or finished an alert since an instant.
func takenSince(tx Tx, alert string, since time.Time) (bool, error) {
	var a care.Alert
	found, err := tx.Read(care.KindAlert, alert, &a)
	if err != nil || !found {
		return false, err
	}
	return a.State == care.AlertDone || a.State == care.AlertTaken && !since.After(a.Taken), nil
}

// isAlarm reports whether a row goes to no person, about an alert.
func isAlarm(m Message) bool {
	return m.Person == "" && (m.Channel != "" || m.Guard.Alert != "" && m.Guard.Purpose == PurposeDuty)
}
