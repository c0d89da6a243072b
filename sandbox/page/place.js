// Where a chat is scrolled to: at the bottom it follows what arrives, further up it stays where the reader is.

const NEAR = 56;
const GAP = 10;

export class Place {
  constructor(log, reached) {
    this.log = log;
    this.low = true;
    this.top = 0;
    this.lent = null;
    log.addEventListener('scroll', () => this.look(reached), { passive: true });
    log.addEventListener('load', () => this.low && this.sink(), true); // a picture takes its room when it has come
    new ResizeObserver(() => this.low && this.sink()).observe(log);
  }

  look(reached) {
    const { log } = this;
    if (!log.clientHeight) return;
    const was = this.low;
    const low = this.atEnd();
    // Only the reader moves up: when the room itself shrinks (a keyboard opens), the bottom is followed.
    if (low) this.low = true;
    else if (log.scrollTop < this.top) this.low = false;
    this.top = log.scrollTop;
    if (this.low && !was) reached();
  }

  sink() {
    if (this.log.clientHeight) this.log.scrollTop = this.log.scrollHeight;
  }

  atEnd() {
    const { log } = this;
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  }

  /** Puts a node at the top, and stays there. */
  show(node) {
    this.low = false;
    this.log.scrollTop = this.top = node.offsetTop - GAP;
  }

  /** The same for a while: giveBack() follows the bottom again, unless the reader has moved since. */
  lend(node) {
    this.show(node);
    this.lent = this.log.scrollTop;
  }

  giveBack() {
    if (this.lent !== null && Math.abs(this.log.scrollTop - this.lent) < 2) this.low = true;
    this.lent = null;
  }

  /** Call before a redraw; the function returned puts the reader where they should be after it. */
  hold(mustSink) {
    const low = this.low || mustSink;
    const top = this.log.scrollTop;
    const anchor = low ? null : this.anchor();
    return () => {
      if (low) {
        this.low = true;
        this.sink();
      } else {
        this.log.scrollTop = anchor?.node.isConnected ? anchor.node.offsetTop - anchor.above : top;
      }
    };
  }

  /** The first message in sight, and how far below the edge it begins. */
  anchor() {
    const top = this.log.scrollTop;
    const node = [...this.log.children].find((child) => child.matches('.msg') && child.offsetTop + child.offsetHeight > top);
    return node && { node, above: node.offsetTop - top };
  }
}
