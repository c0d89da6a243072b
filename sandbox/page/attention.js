// Whether somebody is looking at a phone: on a narrow screen the one shown, else the one under pointer or focus.

const DWELL_MS = 350;

export class Attention {
  constructor(phone, seen) {
    this.phone = phone;
    this.selected = false;
    this.pointed = false;
    phone.addEventListener('pointerenter', () => {
      this.timer = setTimeout(() => {
        this.pointed = true;
        seen();
      }, DWELL_MS);
    });
    phone.addEventListener('pointerleave', () => {
      clearTimeout(this.timer);
      this.pointed = false;
    });
    phone.addEventListener('focusin', () => seen());
  }

  here() {
    return document.visibilityState === 'visible' && (this.selected || this.pointed || this.phone.matches(':focus-within'));
  }
}
