// A link of the companion is opened on somebody's phone: whose?

import { el, button } from './dom.js';
import { labelled, show } from './dialogs.js';
import { newPersonForm } from './newperson.js';
import { roleOf } from './words.js';

/** Asks who opens the link; resolves with a person, or with undefined. */
export function openAs(link, people) {
  return show({
    title: 'Open as whom?',
    test: 'open-as',
    body: (close) => [
      el('p', {}, 'A link like this is meant for one person. Choose whose phone opens it.'),
      el('p', { class: 'address' }, link),
      el('ul', { class: 'choices' }, people.map((person) => el('li', {},
        button('', { class: 'choice', test: `open-as-${person.id}`, on: { click: () => close(person) } },
          el('b', { dir: 'auto' }, person.name), el('span', {}, roleOf(person)))))),
      el('details', { class: 'more' }, el('summary', { test: 'open-as-new' }, 'A new person'), newPersonForm('Open as this person', close)),
    ],
  });
}

/** Asks for a link to open on one phone; resolves with it, or with undefined. */
export function askLink(person) {
  return show({
    title: `Open a link on the phone of ${person.name}`,
    test: 'ask-link',
    body: (close) => {
      const field = el('input', {
        type: 'url', required: true, placeholder: 'https://t.me/…?start=…', autocomplete: 'off', test: 'link-field', data: { first: '' },
      });
      return [el('form', { class: 'form', on: { submit: (event) => (event.preventDefault(), close(field.value.trim())) } },
        labelled('Link', field), el('div', { class: 'dialog-acts' }, button('Open it', { class: 'strong', type: 'submit', test: 'link-open' })))];
    },
  });
}
