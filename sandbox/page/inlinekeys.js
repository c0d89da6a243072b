// The buttons under a message. Arrow keys move between them; a large picker is one stop for Tab.

import { el, button } from './dom.js';
import { withDiscs } from './discs.js';
import { languageOf } from './words.js';

const MANY = 8;
const STYLES = new Set(['danger', 'success', 'primary']);

/** The keyboard of `message`, for somebody who reads `reader`. */
export function inlineKeys(message, acts, reader) {
  const keysOf = (row) => row.map((key) => keyNode(message, key, acts, reader));
  const rows = message.buttons.map((row) => el('div', { class: `keys-row${row.length > 4 ? ' tight' : ''}` }, keysOf(row)));
  const group = el('div', { class: 'keys', role: 'group', 'aria-label': 'Answers' }, rows);
  const all = [...group.querySelectorAll('button')];
  if (all.length > MANY) oneStop(group, all);
  group.addEventListener('keydown', (event) => move(event, rows));
  return group;
}

function keyNode(message, key, acts, reader) {
  const empty = !key.text.trim();
  return button(withDiscs(key.text), {
    class: ['key', empty && 'empty', STYLES.has(key.style) && key.style].filter(Boolean).join(' '),
    test: 'button',
    dir: 'auto',
    lang: languageOf(key.text, reader),
    data: { button: key.data || key.text },
    'aria-hidden': empty ? 'true' : null,
    tabindex: empty ? '-1' : null,
    on: { click: (event) => press(event.currentTarget, () => does(message, key, acts)) },
  });
}

function does(message, key, acts) {
  if (key.url) return acts.url(key.url);
  return key.copy ? acts.copy(key.copy) : acts.tap(message, key);
}

/** A tap waits for its answer, as in a real chat; a second press meanwhile does nothing. */
async function press(node, act) {
  if (node.getAttribute('aria-busy') === 'true') return;
  node.setAttribute('aria-busy', 'true');
  try {
    await act();
  } finally {
    node.removeAttribute('aria-busy');
  }
}

function oneStop(group, all) {
  const first = all.find((node) => !node.classList.contains('empty'));
  for (const node of all) node.dataset.roving = node === first ? 'stop' : 'skip';
  group.addEventListener('focusin', ({ target }) => {
    for (const node of all) node.dataset.roving = node === target ? 'stop' : 'skip';
    for (const node of all) node.tabIndex = node === target ? 0 : -1;
  });
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function move(event, rows) {
  const step = STEPS[event.key];
  if (!step) return;
  const grid = rows.map((row) => [...row.children]);
  const y = grid.findIndex((row) => row.includes(event.target));
  if (y < 0) return;
  event.preventDefault();
  event.stopPropagation();
  // Rows differ in length, so up and down go by how far along the row one is.
  const along = (grid[y].indexOf(event.target) + 0.5) / grid[y].length;
  for (let n = 1; ; n++) {
    const row = grid[y + step[0] * n];
    const at = step[0] ? Math.floor(along * (row?.length ?? 0)) : grid[y].indexOf(event.target) + step[1] * n;
    const node = row?.[at];
    if (!node) return;
    if (!node.classList.contains('empty')) return node.focus();
  }
}
