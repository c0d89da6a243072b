// Short words that come and go: what a tap was answered with, and what did not work.

import { el, button } from './dom.js';
import { withDiscs } from './discs.js';

const STAY_MS = 4500;
/** The same words twice within this time are one: a tap's answer also arrives as an event. */
const SAME_MS = 2500;

export class Toasts {
  constructor() {
    this.el = el('div', { class: 'toasts', role: 'status', test: 'toasts' });
    this.last = null;
  }

  show(text) {
    const now = performance.now();
    if (!text || (this.last?.text === text && now - this.last.at < SAME_MS)) return;
    this.last = { text, at: now };
    const node = el('p', { class: 'toast', dir: 'auto', test: 'toast' }, withDiscs(text));
    this.el.replaceChildren(node);
    setTimeout(() => node.remove(), Math.max(STAY_MS, text.length * 70));
  }

  clear() {
    this.last = null;
    this.el.replaceChildren();
  }
}

const STAY_NOTICE_MS = 9000;

/** Tells at the foot of the page what did not work. */
export function notice(words) {
  const place = document.getElementById('notices');
  const text = words instanceof Error ? words.message : words;
  if ([...place.children].some((node) => node.firstChild.textContent === text)) return;
  const node = el('div', { class: 'notice', test: 'notice' }, el('p', {}, text), button('Close', { class: 'plain', on: { click: () => node.remove() } }));
  place.append(node);
  setTimeout(() => node.remove(), STAY_NOTICE_MS);
}
