// Everything that asks or shows something over the page is a <dialog>, which keeps focus and gives it back.

import { el, button, uid } from './dom.js';

/**
 * Opens a dialog. `body(close)` gives its nodes; the promise resolves with what close() was given, or undefined when
 * it was dismissed.
 */
export function show({ title, test, wide, body }) {
  return new Promise((resolve) => {
    const heading = el('h2', { id: uid('dialog'), tabindex: '-1' }, title);
    const dialog = el('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-labelledby': heading.id, test });
    let answer;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    dialog.append(
      el('div', { class: 'dialog-head' }, heading, button('Close', { class: 'plain', test: 'dialog-close', on: { click: () => close() } })),
      el('div', { class: 'dialog-body' }, body(close)),
    );
    dialog.addEventListener('click', (event) => event.target === dialog && close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector('[data-first]') || heading).focus();
  });
}

/** Words that must be read and closed, as an alert of the companion. */
export function alertWords(title, text) {
  return show({
    title,
    test: 'alert',
    body: (close) => [
      el('p', { class: 'said', dir: 'auto' }, text),
      el('div', { class: 'dialog-acts' }, button('OK', { class: 'strong', data: { first: '' }, on: { click: () => close(true) } })),
    ],
  });
}

/** A labelled line of a form. */
export function labelled(label, control) {
  control.id ||= uid('field');
  return el('div', { class: 'labelled' }, el('label', { for: control.id }, label), control);
}
