// Finds in plain text what a chat makes tappable (links, commands), what needs another script's font, and discs to draw.

import { el, button } from './dom.js';
import { DISC, disc } from './discs.js';
import { arabicFor, isArabic } from './words.js';

const LETTERS = '\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\ufb50-\\ufdff\\ufe70-\\ufeff';
const RUNS = new RegExp(
  [
    `(?<link>(?:https?://|\\bt\\.me/)[^\\s<>"']*[^\\s<>"'.,;:!?)\\]])`,
    `(?<command>(?<![\\w/])/[a-z][a-z0-9_]{0,31}(?![\\w/]))`,
    `(?<disc>${DISC})`,
    `(?<arabic>[${LETTERS}][${LETTERS}\\s\\u200c\\u200d]*[${LETTERS}]|[${LETTERS}])`,
  ].join('|'),
  'giu',
);

/** Nodes for one piece of text. Without `context.links` nothing in it becomes tappable. */
export function textRuns(text, context) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(RUNS)) {
    const node = runNode(match, context);
    if (!node) continue;
    nodes.push(text.slice(from, match.index), node);
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== '');
}

function runNode({ groups }, context) {
  if (groups.disc) return disc(groups.disc);
  if (groups.link && context.links) return linkNode(groups.link, [groups.link], context);
  if (groups.command && context.links?.command) return commandNode(groups.command, context);
  // Inside Urdu the words already have their language; in an English card a name or a quote needs its own.
  if (groups.arabic && !isArabic(context.language)) return el('span', { lang: arabicFor(context.reader), dir: 'rtl' }, groups.arabic);
  return null;
}

function commandNode(command, { links }) {
  return button(command, { class: 'link', test: 'command-link', dir: 'ltr', on: { click: () => links.command(command) } });
}

/** A link: into the chat's own make-believe Telegram a button, to elsewhere a new tab, of another kind just words. */
export function linkNode(href, words, context) {
  const address = parse(href);
  if (!address) return el('span', {}, words);
  if (/^(t|telegram)\.me$/i.test(address.hostname)) {
    if (!context.links) return el('span', {}, words);
    return button('', { class: 'link', test: 'start-link', data: { link: address.href }, on: { click: () => context.links.open(address.href) } }, ...words);
  }
  return el('a', { href: address.href, target: '_blank', rel: 'noopener noreferrer' }, words);
}

const ALLOWED = new Set(['https:', 'http:', 'tel:', 'mailto:']);

function parse(href) {
  try {
    const address = new URL(/^t\.me\//i.test(href) ? `https://${href}` : href);
    return ALLOWED.has(address.protocol) ? address : null;
  } catch {
    return null;
  }
}
