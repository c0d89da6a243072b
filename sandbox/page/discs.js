// The coloured discs that the companion sets before what is urgent are drawn, not left to a font: red looks the same,
// and calm, on every machine. The sign itself stays in the text, for copying and for screen readers.

import { el } from './dom.js';

const COLOURS = { '🔴': 'red', '🟠': 'amber', '🟡': 'yellow', '🟢': 'green', '⚪': 'grey' };

/** Finds one disc, with the mark that asks for its coloured form; to be put into a larger pattern. */
export const DISC = `(?:${Object.keys(COLOURS).join('|')})\\ufe0f?`;

/** One sign as it is drawn. */
export const disc = (sign) => el('span', { class: `disc disc-${COLOURS[[...sign][0]]}` }, sign);

const SPLIT = new RegExp(`(${DISC})`, 'u');

/** The nodes of a label in which discs are drawn. */
export const withDiscs = (text) => text.split(SPLIT).filter(Boolean).map((part) => (COLOURS[[...part][0]] ? disc(part) : part));
