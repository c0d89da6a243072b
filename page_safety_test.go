package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// hostileName and hostileWords are what somebody may call themselves and write:
// markup, a script, and letters that turn the direction of writing round.
const (
	hostileName = "<img src=x onerror=\"window.hurt=1\">\u202egnirts"
	hostileText = "<script>window.hurt=1</script><b onclick=\"window.hurt=1\">bold</b> &amp; \u202eesrever\u2066 <tg-spoiler>x</tg-spoiler> javascript:window.hurt=1"
)

// shownText is what Telegram leaves of it: no override of the direction.
var shownText = strings.ReplaceAll(hostileText, "\u202e", "")

// hostileWords protects everybody who reads what anybody may write.
func hostileWords(p *tab) {
	p.press(`[data-test="drawer-toggle"]`)
	p.press(`[data-test="add-person"]`)
	p.paste(`[data-test="new-name"]`, hostileName)
	p.press(`[data-test="new-person"]`)
	named := fmt.Sprintf(`[...document.querySelectorAll('.phone h2')].filter((name) => name.textContent === %s)`, quote(hostileName))
	p.until(named + `.length === 1`)
	p.until(fmt.Sprintf(`[...document.querySelectorAll('.tab-name')].some((name) => name.textContent === %s)`, quote(hostileName)))
	if how := look[string](p, fmt.Sprintf(`getComputedStyle(%s[0]).unicodeBidi`, named)); how != "isolate" && how != "plaintext" {
		p.t.Errorf("a name that turns letters round turns those beside it as well: unicode-bidi is %s", how)
	}

	p.paste(p.phone("Joseph")+` [data-test="composer"]`, hostileText)
	p.press(p.phone("Joseph") + ` [data-test="send"]`)
	p.sees("Joseph", shownText)
	p.tap("Amira", "Read it")
	p.sees("Amira", "What each person wrote:")
	p.tap("Amira", look[string](p, fmt.Sprintf(`document.querySelector(%s).textContent`, quote(p.phone("Amira")+` .msg:last-child [data-test="button"]`)))) // the one thing on the list, in full
	p.press(p.phone("Amira") + ` .msg:last-child [data-test="spoiler"]`)
	p.sees("Amira", shownText)
	for tries := 0; tries < 3 && !p.shortly(p.phone("Amira")+` [data-test="reply"]`); tries++ {
		p.press(p.phone("Amira") + ` .msg:last-child .meta`) // its tools, and the words once more in a reply
	}
	p.press(p.phone("Amira") + ` [data-test="reply"]`)

	p.nothingHurt()
	p.reloads()
	p.sees("Joseph", shownText)
	p.nothingHurt()
}

// nothingHurt holds that no script ran and no markup came in.
func (p *tab) nothingHurt() {
	p.t.Helper()
	if look[bool](p, `'hurt' in window`) {
		p.t.Error("somebody's words were run as a script")
	}
	if n := look[int](p, `document.querySelectorAll('#phones :is(img:not(.picture > img[src^="/api/files/"]), script, [onclick], [onerror]), #switcher img, #drawer img').length`); n > 0 {
		p.t.Errorf("somebody's words became %d elements of the page", n)
	}
}

// nothingElsewhere protects what people write in the sandbox: everything that
// the page can open is opened, and every request stays at home. That this is
// seen at all is tried at the end.
func nothingElsewhere(p *tab) {
	p.nextChapter(1)
	p.says("Maya", "/mydata")
	p.press(p.phone("Joseph") + ` [data-test="attach"]`)
	p.press(`[data-test="attach-voice"]`)
	p.press(p.phone("Joseph") + ` [data-test="commands"]`)
	p.until(`document.querySelector('[data-test="command"]')`)
	p.press(`[data-test="drawer-toggle"]`)
	p.press(`[data-test="fault-slow"]`)
	p.until(`document.querySelector('[data-test="faults"] .row')`)
	p.press(`[data-test="fault-clear"]`)
	p.until(`!document.querySelector('[data-test="faults"] .row')`)
	p.press(p.phone("Amira") + ` .msg:last-child .meta`)
	p.press(`[data-test="why"]`)
	p.until(`document.querySelector('[data-test="why-words"]').textContent.includes('on call')`)

	look[bool](p, `(() => { console.error('said aloud'); fetch('https://elsewhere.invalid/').catch(() => {}); return true; })()`)
	p.heard("said aloud", "elsewhere.invalid")
}

// heard waits until the browser has complained of all that, and forgets it: so
// the watch over every test of the page is seen to work.
func (p *tab) heard(words ...string) {
	p.t.Helper()
	for {
		p.mu.Lock()
		all := strings.Join(append(p.complains, p.elsewhere...), "\n")
		missing := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(all, w) })
		if missing < 0 {
			p.complains, p.elsewhere = nil, nil
		}
		p.mu.Unlock()
		if missing < 0 {
			return
		}
		select {
		case <-p.news:
		case <-time.After(browserPatience):
			p.t.Fatalf("nobody heard of %q, only of %q", words[missing], all)
		}
	}
}
