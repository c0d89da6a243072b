package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// shelve puts an item where its circle's team finds it, and tells them quietly
// when nothing of it waited before. fresh: it never stood on the shelf.
func (s *step) shelve(network string, item care.Item, fresh bool) {
	shelf := s.shelf(network)
	if !fresh {
		s.bringBack(shelf, network, item.ID)
	}
	waited := false
	if i := shelf.Index(item.ID); i >= 0 {
		waited = !shelf.Items[i].Unread.IsZero()
	}
	if item.Unread.IsZero() {
		item.Unread = s.now
	}
	if shelf.Put(item) && item.Soon {
		s.remindSoon(network, item)
	}
	s.putAway(shelf, network)
	s.put(care.KindShelf, network, shelf)
	s.unreadClock(network, shelf)
	s.digestClock()
	if !waited {
		s.tellReaders(network, shelf, inboxNews{key: locales.InboxNew, alone: locales.InboxNewAlone})
	}
}

// putAway keeps the older half of a full shelf as a page of its own, so that a
// shelf stays as quick to write after years (paging walks on to the page).
func (s *step) putAway(shelf *care.Shelf, network string) {
	page := shelf.PutAway()
	if page == nil {
		return
	}
	id := shelfPageID(network, shelf.Pages)
	s.put(care.KindShelf, id, &care.Shelf{Network: network, Items: page})
	shelf.Pages++
}

// bringBack brings an item that was put away back onto its shelf.
func (s *step) bringBack(shelf *care.Shelf, network, item string) {
	if shelf.Index(item) >= 0 {
		return
	}
	page, id, i := s.findItem(network, item)
	if page == nil {
		return
	}
	shelf.Items = append([]care.Item{page.Items[i]}, shelf.Items...)
	page.Items = slices.Delete(page.Items, i, i+1)
	s.put(care.KindShelf, id, page)
}

// findItem is the shelf or page on which an item stands, the id of that record,
// and where it stands on it; nil when it stands nowhere.
func (s *step) findItem(network, item string) (shelf *care.Shelf, id string, i int) {
	shelf, id = s.shelf(network), network
	if i = shelf.Index(item); i >= 0 {
		return shelf, id, i
	}
	for n := shelf.Pages - 1; n >= 0; n-- {
		id = shelfPageID(network, n)
		if page := read[care.Shelf](s, care.KindShelf, id); page != nil {
			if i = page.Index(item); i >= 0 {
				return page, id, i
			}
		}
	}
	return nil, "", -1
}

// item is an item of a shelf as it stands, wherever it is kept.
func (s *step) item(network, id string) (care.Item, bool) {
	shelf, _, i := s.findItem(network, id)
	if shelf == nil || s.withheld(shelf.Items[i]) {
		return care.Item{}, false
	}
	return shelf.Items[i], true
}

// withheld reports whether nobody of the team may see an item: its author kept
// it for themselves or took it back, whatever a shelf still lists.
func (s *step) withheld(item care.Item) bool {
	if _, _, words := s.said(item); len(words) == 0 {
		return true
	}
	return s.shareOf(item).Audience == care.OnlyMe
}

func (s *step) shareOf(item care.Item) care.Share {
	if item.Kind == care.KindCheckIn {
		if in := s.checkin(item.ID); in != nil {
			return in.Share
		}
	} else if n := s.note(item.ID); n != nil {
		return n.Share
	}
	return care.Share{}
}

// said is what an item holds: its author, their words, and the questions that
// they answer, if any.
func (s *step) said(item care.Item) (author string, questions []care.Question, words []care.Words) {
	if item.Kind == care.KindCheckIn {
		if in := s.checkin(item.ID); in != nil {
			return in.Member, s.asksOf(in), in.Words
		}
		return "", nil, nil
	}
	if n := s.note(item.ID); n != nil {
		return n.Author, nil, n.Words
	}
	return "", nil, nil
}

// asksOf are the questions of a check-in. Of one that was asked alone its plan
// may know that somebody typed it.
func (s *step) asksOf(in *care.CheckIn) []care.Question {
	asks := in.Asks()
	if p := s.plan(in.Plan); p != nil && len(in.Questions) == 0 && p.Own {
		asks[0].Own, asks[0].By = true, p.By
	}
	return asks
}
