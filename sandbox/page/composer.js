// Where a person writes: text, commands, a reply, a correction, and the things that are not text.

import { el, button } from './dom.js';
import { Commands } from './commands.js';
import { menuFor } from './menu.js';

const TALLEST = 132;

export class Composer {
  /**
   * `acts`: say(text, replyTo), edit(id, text), send(kind), commands() → promise of the list.
   * say and edit reject when the sandbox refuses; then the words come back into the field.
   */
  constructor(person, acts, host) {
    this.acts = acts;
    this.about = null;
    this.field = el('textarea', {
      rows: '1', class: 'field', placeholder: 'Message', dir: 'auto', test: 'composer', autocomplete: 'off',
      'aria-label': `Message from ${person.name}`, 'aria-autocomplete': 'list', enterkeyhint: 'send',
      on: { input: () => this.changed(), keydown: (event) => this.key(event), blur: () => setTimeout(() => this.commands.close(), 150) },
    });
    this.commands = new Commands(this.field, acts.commands, (command) => this.run(command));
    this.slash = button('Menu', { class: 'plain', test: 'commands', title: 'Commands that Polyphony offers', on: { click: () => this.offerCommands() } });
    this.attach = button('Attach', { class: 'plain', test: 'attach' });
    this.send = button('Send', { class: 'send', test: 'send', on: { click: () => this.go() } });
    this.bar = el('div', { class: 'about', hidden: true });
    this.el = el('div', { class: 'composer' }, this.commands.el, this.bar,
      el('div', { class: 'composer-row' }, this.slash, this.field, this.attach, this.send));
    menuFor(this.attach, host, () => this.things(), 'Send something else');
    this.changed();
  }

  things() {
    const kinds = [['voice', 'Voice message'], ['photo', 'Photo'], ['sticker', 'Sticker'], ['location', 'Location'], ['contact', 'My number']];
    return kinds.map(([kind, label]) => ({ label, test: `attach-${kind}`, act: () => this.acts.send(kind) }));
  }

  offerCommands() {
    this.field.focus();
    if (!this.field.value) this.field.value = '/';
    this.changed();
  }

  changed() {
    const { field } = this;
    this.el.classList.toggle('writing', field.value !== '');
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
    this.commands.offer(field.value);
  }

  key(event) {
    if (event.isComposing) return;
    if (this.commands.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.go();
    } else if (event.key === 'Escape' && this.about) {
      this.forgetAbout();
    }
  }

  fill(text) {
    this.field.value = text;
    this.changed();
  }

  async go() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    const about = this.about;
    this.fill('');
    this.forgetAbout();
    this.field.focus({ preventScroll: true });
    try {
      if (about?.edit) await this.acts.edit(about.message.message_id, text);
      else await this.acts.say(text, about?.message.message_id);
    } catch {
      if (!this.field.value) this.fill(text);
    }
  }

  run(command) {
    this.fill('');
    this.acts.say(`/${command}`).catch(() => {});
  }

  replyTo(message) {
    this.showAbout({ message }, 'Reply to: ');
  }

  correct(message) {
    this.fill(message.text);
    this.showAbout({ message, edit: true }, 'Correct: ');
  }

  showAbout(about, label, enter = true) {
    this.about = about;
    const words = (about.message.text || about.message.kind || '').slice(0, 120);
    this.bar.replaceChildren(
      el('p', { dir: 'auto' }, el('b', {}, label), words),
      button('Cancel', { class: 'plain', on: { click: () => this.forgetAbout() } }),
    );
    this.bar.hidden = false;
    if (enter) this.field.focus();
  }

  /** The companion may ask for an answer to one message, and suggest what to write. */
  expect(message) {
    this.field.placeholder = message?.placeholder || 'Message';
    if (message?.force_reply && !message.me && this.about?.message.message_id !== message.message_id) this.showAbout({ message }, 'Reply to: ', false);
  }

  forgetAbout() {
    if (this.about?.edit) this.fill('');
    this.about = null;
    this.bar.hidden = true;
  }
}
