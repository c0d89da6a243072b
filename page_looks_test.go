package main

import (
	"fmt"
	"strings"
)

// onSmallPhone protects whoever tries it on a telephone.
func onSmallPhone(p *tab) {
	shown := func(person string) {
		p.t.Helper()
		p.until(fmt.Sprintf(`[...document.querySelectorAll('.phone')].filter((phone) => phone.offsetParent).length === 1 && document.querySelector(%s).offsetParent`, quote(p.phone(person))))
		p.fits()
	}
	shown("Maya")
	p.press(p.switcher("Joseph"))
	shown("Joseph")
	p.says("Joseph", "she's taken all her tablets")
	p.sees("Joseph", "I have told Amira, Ben.")
	// What comes first is read first, however much comes after it.
	p.until(fmt.Sprintf(`(() => {
		const log = document.querySelector(%s);
		const lines = [...log.querySelectorAll('.msg')].find((one) => one.textContent.includes('If somebody is in danger now'));
		return lines.getBoundingClientRect().top >= log.getBoundingClientRect().top - 1;
	})()`, quote(p.phone("Joseph")+` [data-test="chat-log"]`)))
	p.until(fmt.Sprintf(`document.querySelector(%s).textContent === '1'`, quote(p.switcher("Ben")+" .badge")))
	p.press(p.switcher("Ben"))
	shown("Ben")
	p.sees("Ben", "Joseph asks for help")
	p.picture("phone-360")
	p.tap("Ben", "I've got this")
	p.sees("Ben", "You have this: Joseph")

	p.press(`[data-test="clock-fold"]`)
	p.press(`[data-test="clock-next"]`) // an hour would take the question away again
	p.sees("Ben", "Are you still with Joseph?")
	p.fits()
	p.press(`[data-test="drawer-toggle"]`)
	p.until(`document.querySelector('dialog[open] [data-test="drawer"]')`)
	p.fits()
}

func (p *tab) switcher(person string) string {
	p.t.Helper()
	return strings.Replace(p.phone(person), "phone-", "switcher-", 1)
}

// fits holds that nothing sticks out of the screen and that fingers can press
// what is there to be pressed.
func (p *tab) fits() {
	p.t.Helper()
	if out := look[int](p, `document.documentElement.scrollWidth - innerWidth`); out > 0 {
		p.t.Errorf("the page is %d pixels too wide", out)
	}
	small := look[[]string](p, `[...document.querySelectorAll('button:not(.link, .spoiler), input, select, textarea')]
		.filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().height < 43.5)
		.map((node) => node.textContent || node.dataset.test)`)
	if len(small) > 0 {
		p.t.Errorf("too small for a finger: %q", small)
	}
}

// storyOnSmallPhone protects the same three minutes there, where the story lies
// over the phones and gives way to them.
func storyOnSmallPhone(p *tab) {
	for chapter := range 3 {
		p.press(`[data-test="story-toggle"]`)
		p.until(`document.querySelector('dialog[open] [data-test="story"]')`)
		p.fits()
		p.press(currentChapter + ` [data-test="story-do"]`)
		p.until(`!document.querySelector('dialog[open]')`)
		p.until(fmt.Sprintf(`document.querySelectorAll('[data-test="story-step"].done').length === %d`, chapter+1))
	}
	p.until(fmt.Sprintf(`document.querySelector(%s).offsetParent`, quote(p.phone("Ben"))))
	p.sees("Ben", "You have this: Joseph")
}

// wordsAreReadable protects old eyes and tired ones: all text has the contrast
// that WCAG 2.2 asks for at level AA (success criterion 1.4.3), in both lights.
func wordsAreReadable(p *tab) {
	p.nextChapter(1)
	p.press(`[data-test="drawer-toggle"]`)
	p.until(`document.querySelector('[data-test="drawer-sent"] .row')`)
	for _, dark := range []bool{false, true} {
		p.light(dark)
		paper := look[float64](p, `(() => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = getComputedStyle(document.body).backgroundColor; c.fillRect(0, 0, 1, 1); return c.getImageData(0, 0, 1, 1).data[1]; })()`)
		if dark != (paper < 128) {
			p.t.Errorf("dark is %v, and the page's paper is %v of 255", dark, paper)
		}
		for _, faint := range look[[]string](p, faintWords) {
			p.t.Errorf("dark %v: hard to read: %s", dark, faint)
		}
	}
	look[bool](p, `(() => { document.body.style.setProperty('--soft', 'color-mix(in srgb, var(--paper) 60%, var(--ink))'); return true; })()`)
	if len(look[[]string](p, faintWords)) == 0 {
		p.t.Error("words that were made faint on purpose pass as readable")
	}
	look[bool](p, `(() => { document.body.style.removeProperty('--soft'); return true; })()`)
	p.press(`[data-test="drawer-toggle"]`)
	p.picture("wide-dark")
}

// faintWords lists the visible texts whose contrast with what lies under them
// is below 4.5, or 3 where letters are large. Controls that cannot be used now
// and the drawn discs, whose letters are not meant to be seen, are left out.
const faintWords = `(() => {
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	const rgba = (colour) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = colour;
		canvas.fillRect(0, 0, 1, 1);
		const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
		return [r, g, b, a / 255];
	};
	const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
	const ground = (node) => {
		if (!node) return [255, 255, 255, 1];
		const own = rgba(getComputedStyle(node).backgroundColor);
		return own[3] === 1 ? own : over(own, ground(node.parentElement));
	};
	const light = (colour) => {
		const [r, g, b] = colour.slice(0, 3).map((part) => (part / 255 <= .04045 ? part / 255 / 12.92 : ((part / 255 + .055) / 1.055) ** 2.4));
		return .2126 * r + .7152 * g + .0722 * b;
	};
	const faint = new Map();
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const node = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || node.closest('.disc, .sr, [aria-disabled="true"], [aria-hidden="true"]:not(.face), option')) continue;
		if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
		const style = getComputedStyle(node);
		const under = ground(node);
		const [a, b] = [light(over(rgba(style.color), under)), light(under)].sort((x, y) => y - x);
		const contrast = (a + .05) / (b + .05);
		const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
		if (contrast < (large ? 3 : 4.5)) faint.set(node.className || node.tagName, node.tagName + '.' + node.className + ' ' + contrast.toFixed(2) + ' ' + walk.currentNode.data.trim().slice(0, 40));
	}
	return [...faint.values()];
})()`
