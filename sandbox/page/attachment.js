// What a message carries besides words: a document, a picture, a voice message, a sticker, a place.

import { el, button } from './dom.js';
import { fileURL } from './api.js';

/** The attachment of a message, or null. `acts.file(document)` opens a document. */
export function attachment(message, acts) {
  const file = message.document;
  if (file && /^image\//.test(file.type || '')) return picture(file, message.text, acts);
  if (file) return documentCard(file, acts);
  const draw = { voice, photo, sticker, location, contact }[message.kind];
  return draw ? draw(message) : null;
}

/** A picture says what its words say, for those who cannot see it. */
function picture(file, words, acts) {
  const image = el('img', {
    src: fileURL(file.id), alt: words || (file.name ? `Picture: ${file.name}` : 'Picture'), loading: 'lazy',
    ...(file.width && { width: file.width, height: file.height }), // its room is there before it is, and nothing moves under a finger
  });
  return button('', { class: 'picture', test: 'document', on: { click: () => acts.file({ ...file, words }) } }, image);
}

function documentCard(file, acts) {
  const kind = (file.name || '').split('.').pop().slice(0, 4) || 'file';
  const name = file.name || 'Document';
  return el('div', { class: 'file' },
    button('', { class: 'document', test: 'document', on: { click: () => acts.file(file) } },
      el('span', { class: 'document-kind', 'aria-hidden': 'true' }, kind),
      el('span', { class: 'document-name' },
        el('span', { dir: 'auto' }, name),
        el('span', { class: 'document-size' }, `${isCalendar(file) ? 'Calendar file' : sizeOf(file.size)}, open`))),
    el('a', { class: 'download', test: 'download', href: fileURL(file.id), download: name, 'aria-label': `Save ${name}` }, 'Save'));
}

function sizeOf(bytes) {
  if (!(bytes >= 0)) return 'file';
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

const isCalendar = (file) => /calendar/.test(file.type || '') || /\.ics$/i.test(file.name || '');

const HEIGHTS = 18;

function voice() {
  const bars = Array.from({ length: HEIGHTS }, (_, i) => el('span', { class: `bar bar-${(i * 7 + (i % 3) * 2) % 5}` }));
  return el('div', { class: 'carried voice' }, el('span', { class: 'bars', 'aria-hidden': 'true' }, bars), el('span', {}, 'Voice message, 0:07'));
}

const photo = () => el('div', { class: 'carried scene scene-photo' }, el('span', {}, 'Photo'));
const sticker = () => el('div', { class: 'carried scene scene-sticker' }, el('span', {}, 'Sticker'));

const contact = ({ from }) => el('div', { class: 'carried' }, el('span', { dir: 'auto' }, `Telephone number of ${from}`));

function location({ place }) {
  const words = [place?.title || 'Location', place?.address].filter(Boolean).join(', ');
  return el('div', { class: 'carried scene scene-place' }, el('span', { dir: 'auto' }, words));
}
