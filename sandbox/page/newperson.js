// Adding somebody: a make-believe Telegram account with a name and a language.

import { el, button } from './dom.js';
import { post } from './api.js';
import { labelled, show } from './dialogs.js';
import { notice } from './toast.js';
import { LANGUAGES, languageName } from './words.js';

/** The fields and button for a new account; `made(person)` is called with what the sandbox made of it. */
export function newPersonForm(label, made) {
  const name = el('input', { type: 'text', required: true, maxlength: '60', autocomplete: 'off', test: 'new-name', dir: 'auto' });
  const language = el('select', { test: 'new-language' }, LANGUAGES.map((code) => el('option', { value: code }, languageName(code))));
  const submit = async (event) => {
    event.preventDefault();
    if (!name.value.trim()) return name.focus();
    try {
      made(await post('/api/people', { name: name.value.trim(), language: language.value }));
    } catch (problem) {
      notice(problem);
    }
  };
  return el('form', { class: 'form', on: { submit } },
    labelled('Name', name), labelled('Language of their Telegram', language),
    el('div', { class: 'dialog-acts' }, button(label, { class: 'strong', type: 'submit', test: 'new-person' })));
}

/** Asks for a new person; resolves with them, or with undefined. */
export function addPerson() {
  return show({
    title: 'Add a person',
    test: 'add-person-dialog',
    body: (close) => [el('p', {}, 'They get a phone of their own, and an empty chat.'), newPersonForm('Add this person', close)],
  });
}
