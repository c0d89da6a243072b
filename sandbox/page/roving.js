// Tab enters a chat at one message; the arrow keys move between messages, and Tab goes on to that message's own buttons.
// Otherwise a chat of forty messages would be a hundred stops.

const STOPS = 'button, a[href], [tabindex]';

export class Roving {
  constructor(log, select) {
    this.log = log;
    this.select = select;
    this.active = null;
    log.addEventListener('keydown', (event) => this.key(event));
    log.addEventListener('focusin', (event) => this.settle(event.target.closest('.msg')));
    log.addEventListener('click', (event) => this.click(event));
  }

  messages() {
    return [...this.log.querySelectorAll(':scope > .msg')];
  }

  /** After a redraw: the newest message is the way in, unless somebody stands on another. */
  refresh() {
    const held = this.log.contains(document.activeElement) && document.activeElement.closest('.msg');
    for (const message of this.messages()) if (message !== this.active) this.fold(message);
    this.settle(held || this.messages().at(-1));
  }

  settle(message) {
    if (!message) return;
    if (this.active !== message) {
      if (this.active) this.fold(this.active);
      this.active = message;
    }
    message.tabIndex = 0;
    for (const node of message.querySelectorAll(STOPS)) node.tabIndex = node.ariaHidden === 'true' ? -1 : 0;
  }

  fold(message) {
    message.tabIndex = -1;
    for (const node of message.querySelectorAll(STOPS)) node.tabIndex = -1;
  }

  key(event) {
    if (!event.target.matches('.msg')) return;
    const all = this.messages();
    const at = all.indexOf(event.target);
    const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      this.select(event.target.dataset.message);
    } else if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  /** A tap on the bubble itself (not on something in it, not while marking words) chooses the message. */
  click(event) {
    const message = event.target.closest('.msg');
    if (!message || event.target.closest('button, a') || !event.target.closest('.bubble')) return;
    if (String(getSelection()) !== '') return;
    this.select(message.dataset.message);
  }
}
