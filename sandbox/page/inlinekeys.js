// The buttons under a message. Tab goes through them in reading order; arrow keys jump, in a month by days and weeks.
// What can be tapped but chooses nothing (the head of a month, a dot where it has no day) is no stop.

import { el, button, uid } from './dom.js';
import { withDiscs } from './discs.js';
import { languageOf } from './words.js';

const STYLES = new Set(['danger', 'success', 'primary']);
/** A row of this many is a grid's. */
const GRID = 5;
/** What stands where a grid has nothing to choose. */
const BLANK = /^[\s\u00b7\u2022\u2013\u2014-]*$/;

/** The keyboard of `message`, for somebody who reads `reader`. */
export function inlineKeys(message, acts, reader) {
  const heads = new Map();
  const rows = message.buttons.map((row) => rowNode(message, row, heads, acts, reader));
  const group = el('div', { class: 'keys', role: 'group', 'aria-label': 'Answers' }, rows);
  group.addEventListener('keydown', (event) => move(event, rows));
  return group;
}

function rowNode(message, row, heads, acts, reader) {
  const grid = row.length >= GRID;
  const head = grid && isHead(row);
  const nodes = row.map((key, column) => {
    const node = keyNode(message, key, head || BLANK.test(key.text), acts, reader);
    if (head) heads.set(column, node.id = uid('head'));
    else if (grid && heads.has(column)) node.setAttribute('aria-describedby', heads.get(column));
    return node;
  });
  return el('div', { class: `keys-row${grid ? ' tight' : ''}` }, nodes);
}

/** The head of a grid: words that all do the same, which is to say what they are. */
const isHead = (row) => row.every((key) => key.data && key.data === row[0].data && !BLANK.test(key.text));

function keyNode(message, key, inert, acts, reader) {
  const look = !key.text.trim() ? 'empty' : inert && 'inert';
  return button(withDiscs(key.text), {
    class: ['key', look, STYLES.has(key.style) && key.style].filter(Boolean).join(' '),
    test: 'button',
    dir: 'auto',
    lang: languageOf(key.text, reader),
    data: { button: key.data || key.text },
    'aria-hidden': inert ? 'true' : null,
    tabindex: inert ? '-1' : null,
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
    if (node.ariaHidden !== 'true') return node.focus();
  }
}
