// On a small screen writing takes the place of the quick answers. They come back when the writing is over, but never
// under a finger: whoever taps a button while they write must find it where they saw it.

/** A press that leads to no click (a drag, a long hold) is over after this long. */
const HELD_MS = 1000;

let byPointer = false;
addEventListener('pointerdown', () => { byPointer = true; }, true);
addEventListener('keydown', () => { byPointer = false; }, true);

/** Gives `phone` the class "in-hand" from when somebody writes in `field` until they have left it. */
export function inHand(phone, field) {
  const over = () => phone.classList.toggle('in-hand', document.activeElement === field);
  field.addEventListener('focus', over);
  field.addEventListener('blur', () => {
    if (!byPointer) return setTimeout(over);
    const lifted = new AbortController();
    const later = () => {
      lifted.abort();
      setTimeout(over);
    };
    addEventListener('click', later, { capture: true, signal: lifted.signal });
    setTimeout(later, HELD_MS);
  });
}
