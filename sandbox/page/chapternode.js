// One chapter of the story as it is shown: only the one being told has its buttons, so that there is one thing to do.

import { el, button } from './dom.js';
import { actorsOf, actWords } from './chapters.js';

/** Builds a chapter of `steps`. `does` holds act() and next(). The node's show(number, now, at) says how far the story is. */
export function chapterNode(chapter, steps, number, does, phones) {
  const state = el('span', { class: 'step-state' });
  const act = button('Do it for me', {
    class: 'strong', test: 'story-do', data: { step: String(number) }, 'aria-label': `Do it for me: ${chapter.title}`, on: { click: does.act },
  });
  const next = button('Next', { class: 'plain', test: 'story-next', 'aria-label': `Next, without: ${chapter.title}`, on: { click: does.next } });
  const acts = steps.map((step) => el('li', { class: 'step-act', dir: 'auto' }, actWords(step)));
  const item = el('li', { class: 'step', test: 'story-step' }, state, el('h3', {}, chapter.title), whoOf(steps, phones),
    el('p', { class: 'step-text', dir: 'auto' }, chapter.text),
    el('ul', { class: 'step-list', test: 'story-acts' }, acts),
    el('div', { class: 'step-acts' }, act, next));
  const show = (n, now, at) => {
    item.classList.toggle('done', n < now);
    item.classList.toggle('just', n === now - 1);
    item.classList.toggle('ahead', n > now);
    if (n === now) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
    state.textContent = n < now ? 'Done' : n === now ? 'Now' : '';
    acts.forEach((node, a) => {
      node.classList.toggle('done', chapter.from + a < at);
      node.classList.toggle('now', chapter.from + a === at);
    });
  };
  return { item, act, next, show };
}

function whoOf(steps, phones) {
  const names = actorsOf(steps).map((who) => phones.of(who)).filter(Boolean);
  if (!names.length) return null;
  return el('p', { class: 'step-who' }, names.map(({ face, person }) =>
    el('span', { class: `step-actor face-${face}` }, el('span', { class: 'face dot-face', 'aria-hidden': 'true' }), person.name)));
}
