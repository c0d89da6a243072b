package urgency

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
)

//go:generate go run ./train

//go:embed weights.bin
var weightsFile []byte

// The sizes of the model's tables, as powers of two.
const (
	LevelBits   = 18
	TopicBits   = 15
	ForeignBits = 16
)

// Shrink is what a text's words are counted as more than they are, so that a word or two weigh little.
const Shrink = 3

// Topics are the signals that the model tells apart, in the order of its weights.
var Topics = [...]Signal{Suicide, SelfHarm, Overdose, Medical, HarmOthers, Abuse, Psychosis, Missing, WorryOther, VolunteerUnsafe}

// Weights is the model: what each feature is worth, in whole numbers, so that every machine comes to the same sum.
// Of the two levels, the first is urgent and the second soon or more.
type Weights struct {
	Corpus       [32]byte // what it was trained on
	LevelBias    [2]int32
	LevelFrom    [2]int32 // the least score that counts
	TopicBias    [len(Topics)]int32
	ForeignBias  int32
	ForeignFrom  int32
	ForeignDoubt int32 // how far below it a text of unknown words is still suspect
	Levels       [1 << LevelBits][2]int8
	Pairs        [PairCount][2]int8
	Topics       [1 << TopicBits][len(Topics)]int8
	Foreign      [1 << ForeignBits]int8
}

// Encode and Decode say how weights are kept.
func (m *Weights) Encode() ([]byte, error) { return binary.Append(nil, binary.LittleEndian, m) }

func decodeWeights(data []byte) (*Weights, error) {
	m := new(Weights)
	if len(data) != binary.Size(m) {
		return nil, errors.New("urgency: weights.bin is not what this version expects: run go generate ./urgency")
	}
	n := copy(m.Corpus[:], data)
	for _, into := range []any{&m.LevelBias, &m.LevelFrom, &m.TopicBias, &m.ForeignBias, &m.ForeignFrom, &m.ForeignDoubt} {
		read, err := binary.Decode(data[n:], binary.LittleEndian, into)
		if err != nil {
			return nil, err
		}
		n += read
	}
	// a million bytes, for which binary takes ten times as long as all the rest
	next := func() int8 { n++; return int8(data[n-1]) }
	for i := range m.Levels {
		m.Levels[i] = [2]int8{next(), next()}
	}
	for i := range m.Pairs {
		m.Pairs[i] = [2]int8{next(), next()}
	}
	for i := range m.Topics {
		for t := range m.Topics[i] {
			m.Topics[i][t] = next()
		}
	}
	for i := range m.Foreign {
		m.Foreign[i] = next()
	}
	return m, nil
}

// roots holds 65536 / √(n + Shrink): a sum over n words is weighed down by it, so that long texts are not more dangerous
// than short ones.
var roots = func() (table [256]int64) {
	for n := range table {
		table[n] = int64(math.Round(65536 / math.Sqrt(float64(n+Shrink))))
	}
	return table
}()

func rootOf(n int) int64 {
	if n < len(roots) {
		return roots[n]
	}
	return int64(math.Round(65536 / math.Sqrt(float64(n+Shrink))))
}

// Root is what each feature of a frame of so many words counts.
func Root(words int) float64 { return float64(rootOf(words)) / 65536 }
