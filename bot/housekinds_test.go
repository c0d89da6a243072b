package bot

import (
	"testing"

	"polyphony/flows"
)

// TestNoUpdateBecomesWhatOnlyTheHouseMayDo protects I7: whatever Telegram hands
// us, nobody out there can fire a timer, type an operator's command, answer an
// alarm's link, report a failure or have somebody erased. Such events carry no
// proof of who did it, since nobody but the house makes them.
func TestNoUpdateBecomesWhatOnlyTheHouseMayDo(t *testing.T) {
	ours := []flows.Kind{flows.KindTimer, flows.KindFailure, flows.KindOperator, flows.KindLink, flows.KindErased}
	body := `{"message_id":1,"id":"1",` + alone + `,` + mo + `,"text":"x","data":"x"`
	for _, kind := range ours {
		name := `"` + string(kind) + `"`
		for _, raw := range []string{
			`{"update_id":5,` + name + `:` + body + `}}`,
			`{"update_id":5,"kind":` + name + `,"source":` + name + `,"message":` + body + `,"kind":` + name + `,"type":` + name + `}}`,
			`{"update_id":5,"callback_query":` + body + `,"kind":` + name + `,"game_short_name":` + name + `}}`,
			`{"update_id":5,"my_chat_member":` + body + `,"old_chat_member":{"status":` + name + `},"new_chat_member":{"status":` + name + `}}}`,
		} {
			ev, err := Decode(item(t, raw))
			if err != nil {
				continue // not understood: put aside
			}
			for _, never := range ours {
				if ev.Kind == never {
					t.Errorf("%s became a %s", raw, ev.Kind)
				}
			}
			if ev.Operator != (flows.Operator{}) || ev.Failure != (flows.Failure{}) || ev.Timer != (flows.TimerKey{}) || ev.Link != "" || ev.Contact != "" {
				t.Errorf("%s brings what only the house says: %+v", raw, ev)
			}
		}
		it := item(t, `{"update_id":5,"message":`+body+`}}`)
		it.Source = flows.Source(kind)
		if ev, err := Decode(it); err == nil {
			t.Errorf("an item from %q was taken for an update: %+v", it.Source, ev)
		}
	}
}
