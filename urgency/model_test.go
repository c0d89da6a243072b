package urgency

import (
	"bytes"
	"testing"
)

// Every weight comes back as it was written, in its place, and a file of another
// size is refused.
func TestWeightsComeBackAsTheyWereWritten(t *testing.T) {
	m, err := decodeWeights(weightsFile)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := m.Encode(); err != nil || !bytes.Equal(again, weightsFile) {
		t.Errorf("written again they are others: %v", err)
	}
	for _, wrong := range [][]byte{nil, weightsFile[1:], append([]byte{0}, weightsFile...)} {
		if _, err := decodeWeights(wrong); err == nil {
			t.Errorf("%d bytes are taken for weights", len(wrong))
		}
	}
}
