// Rebuilds a message's markup node by node from an allow-list. The parsed document is inert and is thrown away;
// nothing of it, no attribute and no node, is ever put into the page.

import { el } from './dom.js';
import { spoiler } from './spoiler.js';
import { textRuns, linkNode } from './textruns.js';

const SAME = {
  B: 'b', STRONG: 'b', I: 'i', EM: 'i', U: 'u', INS: 'u', S: 's', STRIKE: 's', DEL: 's',
  CODE: 'code', PRE: 'pre', BLOCKQUOTE: 'blockquote',
};

/**
 * Nodes for `html`. The context holds `language` (of the words around), `reader` (the reader's language), `links`
 * (what a tapped link or command does) and `opened` (texts of spoilers to show uncovered).
 */
export function safeNodes(html, context) {
  // The body tag keeps leading line breaks, which the parser would drop.
  const parsed = new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html');
  const nodes = document.createDocumentFragment();
  nodes.append(...children(parsed.body, context));
  return nodes;
}

const children = (node, context) => [...node.childNodes].flatMap((child) => rebuild(child, context));

function rebuild(node, context) {
  if (node.nodeType === Node.TEXT_NODE) return textRuns(node.data, context);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.tagName;
  if (SAME[tag]) {
    const plain = tag === 'CODE' || tag === 'PRE';
    return [el(SAME[tag], {}, children(node, plain ? { ...context, links: null } : context))];
  }
  if (tag === 'BR') return [el('br')];
  if (tag === 'A') return [linkNode(node.getAttribute('href') || '', children(node, { ...context, links: null }), context)];
  if (tag === 'TG-SPOILER' || node.classList.contains('tg-spoiler')) return [spoiler(children(node, { ...context, links: null }), context)];
  if (tag === 'TG-TIME' || tag === 'TIME') return [timeNode(node, context)];
  if (tag === 'SCRIPT' || tag === 'STYLE' || tag === 'TEMPLATE') return [];
  return children(node, context);
}

function timeNode(node, context) {
  const unix = Number(node.getAttribute('unix'));
  const stamp = node.getAttribute('datetime') || (unix ? new Date(unix * 1000).toISOString() : null);
  const valid = stamp && !Number.isNaN(Date.parse(stamp)) ? stamp : null;
  return el('time', { class: 'told', datetime: valid }, children(node, context));
}
