// Opens a document of a chat: a calendar file as a date, data as readable text, a page and a picture as themselves.

import { el } from './dom.js';
import { fileURL, getText } from './api.js';
import { notice } from './toast.js';
import { show } from './dialogs.js';
import { calendarEntry } from './calendarfile.js';

const LONGEST = 200000;

/** Shows a document {id, name, type, size} in a dialog; a picture is told by the `words` that came with it. */
export async function openFile(file) {
  try {
    const nodes = isPicture(file) ? picture(file) : await readable(file);
    await show({
      title: isPicture(file) ? 'Picture' : file.name || 'Document',
      test: 'document-dialog',
      wide: true,
      body: () => [...nodes, el('div', { class: 'dialog-acts' }, el('a', { class: 'strong', href: fileURL(file.id), download: file.name || 'document' }, 'Save a copy'))],
    });
  } catch (problem) {
    notice(problem);
  }
}

const isPicture = (file) => /^image\//.test(file.type || '');

const picture = (file) => [el('img', { class: 'full', src: fileURL(file.id), alt: file.words || file.name || 'Picture' })];

async function readable(file) {
  const name = file.name || '';
  const type = file.type || '';
  if (!/^text\/|json|calendar|xml/.test(type) && !/\.(ics|json|txt|csv|md)$/i.test(name)) {
    return [el('p', {}, 'This kind of file cannot be shown here, but it can be saved.')];
  }
  const text = (await getText(fileURL(file.id))).slice(0, LONGEST);
  if (/calendar/.test(type) || /\.ics$/i.test(name)) return [...calendarEntry(text), whole('The file itself', text)];
  if (/html/.test(type) || /\.html?$/i.test(name)) return [leaf(name, text)];
  if (/json/.test(type) || /\.json$/i.test(name)) return [pre(pretty(text))];
  return [pre(text)];
}

/** A page as a browser shows it, which may run nothing and reach nobody. */
const leaf = (name, text) => el('iframe', { class: 'leaf', test: 'leaf', title: name, sandbox: '', srcdoc: text });

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const pre = (text) => el('pre', { class: 'source', dir: 'auto', tabindex: '0' }, text);

function whole(label, text) {
  return el('details', {}, el('summary', {}, label), pre(text));
}
