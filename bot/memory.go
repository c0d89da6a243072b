package bot

import (
	"container/list"
	"sync"
	"time"
)

// memory knows which chats were answered lately. It is bounded: of more than
// outageChats the oldest are forgotten, and may be answered twice.
type memory struct {
	mu    sync.Mutex
	chats map[int64]*list.Element
	order list.List // of marked, oldest first
}

type marked struct {
	chat int64
	at   time.Time
}

// mark notes an answer and reports whether one is due.
func (m *memory) mark(chat int64, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.chats == nil {
		m.chats = map[int64]*list.Element{}
	}
	if old, ok := m.chats[chat]; ok {
		if now.Sub(old.Value.(marked).at) < outageAgain {
			return false
		}
		m.order.Remove(old)
	}
	m.chats[chat] = m.order.PushBack(marked{chat, now})
	if m.order.Len() > outageChats {
		oldest := m.order.Remove(m.order.Front()).(marked)
		delete(m.chats, oldest.chat)
	}
	return true
}

// forget makes an answer due again.
func (m *memory) forget(chat int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.chats[chat]; ok {
		m.order.Remove(old)
		delete(m.chats, chat)
	}
}
