// The list of commands that opens above the field when a message begins with a slash.

import { el, uid, hidden, say } from './dom.js';
import { count } from './words.js';

export class Commands {
  constructor(field, load, choose) {
    this.field = field;
    this.load = load;
    this.choose = choose;
    this.at = -1;
    this.found = [];
    this.list = el('div', { class: 'commands', role: 'listbox', id: uid('commands'), 'aria-label': 'Commands', hidden: true });
    this.told = hidden('');
    this.told.setAttribute('role', 'status');
    this.el = el('div', { class: 'commands-place' }, this.list, this.told);
    field.setAttribute('aria-controls', this.list.id);
  }

  get open() {
    return !this.list.hidden;
  }

  /** Shows what fits the text so far, or nothing when the text is no command. */
  async offer(text) {
    if (!/^\/\w*$/.test(text)) return this.close();
    const all = await this.load().catch(() => []);
    if (this.field.value !== text) return;
    this.found = all.filter(({ command }) => command.startsWith(text.slice(1).toLowerCase()));
    if (!this.found.length) return this.close();
    this.list.replaceChildren(...this.found.map((found, at) => this.option(found, at)));
    this.list.hidden = false;
    this.mark(-1);
    say(this.told, `${count(this.found.length, 'command')}. Choose with the arrow keys.`);
  }

  option({ command, description }, at) {
    return el('div', {
      class: 'command', role: 'option', id: uid('command'), tabindex: '-1', test: 'command', 'aria-selected': 'false',
      // Not to lose the field's focus, which would close the list before the click.
      on: { pointerdown: (event) => event.preventDefault(), click: () => this.pick(at) },
    }, el('b', { dir: 'ltr' }, `/${command}`), el('span', { dir: 'auto' }, description));
  }

  pick(at) {
    const { command } = this.found[at];
    this.close();
    this.choose(command);
  }

  mark(at) {
    this.at = at;
    const options = [...this.list.children];
    options.forEach((option, n) => option.setAttribute('aria-selected', String(n === at)));
    if (options[at]) {
      this.field.setAttribute('aria-activedescendant', options[at].id);
      options[at].scrollIntoView({ block: 'nearest' });
    } else {
      this.field.removeAttribute('aria-activedescendant');
    }
  }

  /** Takes the keys that belong to the list; says whether it took this one. */
  key(event) {
    if (!this.open) return false;
    const { length } = this.found;
    if (event.key === 'ArrowDown') this.mark((this.at + 1) % length);
    else if (event.key === 'ArrowUp') this.mark((this.at <= 0 ? length : this.at) - 1);
    else if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter' && this.at >= 0) this.pick(this.at);
    else return false;
    event.preventDefault();
    return true;
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.field.removeAttribute('aria-activedescendant');
    say(this.told, '');
  }
}
