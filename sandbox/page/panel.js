// A panel beside the phones on a wide screen, the same panel as a sheet over them on a narrow one.

import { el, button } from './dom.js';

/** Below this a panel beside the phones would leave no room for them. */
const beside = matchMedia('(min-width: 1100px)');

export class Panel {
  constructor(place, toggle, { title, test, opened }) {
    this.place = place;
    this.toggle = toggle;
    this.opened = opened || (() => {});
    this.heading = el('h2', { id: place.getAttribute('aria-labelledby'), tabindex: '-1' }, title);
    this.body = el('div', { class: 'panel-body' });
    const head = el('div', { class: 'panel-head' }, this.heading, button('Close', { class: 'plain', on: { click: () => this.close() } }));
    this.inner = el('div', { class: 'panel-inner', test }, head, this.body);
    this.sheet = el('dialog', { class: 'sheet', 'aria-labelledby': this.heading.id });
    this.sheet.addEventListener('close', () => this.fold());
    this.sheet.addEventListener('click', (event) => event.target === this.sheet && this.sheet.close());
    place.append(this.inner);
    document.body.append(this.sheet);
    toggle.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    // A panel that loses its place beside the phones closes, rather than lie down on them unasked.
    beside.addEventListener('change', () => this.isOpen && (beside.matches ? this.open(false) : this.fold()));
  }

  get isOpen() {
    return this.toggle.getAttribute('aria-expanded') === 'true';
  }

  static get roomBeside() {
    return beside.matches;
  }

  open(enter = true) {
    const wide = beside.matches;
    this.place.hidden = !wide;
    if (wide) {
      this.place.append(this.inner);
      if (this.sheet.open) this.moving(() => this.sheet.close());
    } else {
      this.sheet.append(this.inner);
      if (!this.sheet.open) this.sheet.showModal();
    }
    this.toggle.setAttribute('aria-expanded', 'true');
    this.opened();
    if (enter) this.heading.focus();
  }

  /** Closes the sheet without closing the panel, when it goes back beside the phones. */
  moving(act) {
    this.staying = true;
    act();
  }

  /** A sheet lies over the phones: it closes so that what happens there can be seen. */
  giveWay() {
    if (this.sheet.open) this.sheet.close();
  }

  close() {
    if (this.sheet.open) return this.sheet.close();
    this.fold();
    this.toggle.focus();
  }

  fold() {
    if (this.staying) {
      this.staying = false;
      return;
    }
    this.place.hidden = true;
    this.toggle.setAttribute('aria-expanded', 'false');
  }
}
