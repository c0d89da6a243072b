// The story beside the phones: what to try, chapter by chapter, by hand or done for you.

import { el, say, still } from './dom.js';
import { get } from './api.js';
import { onAct } from './acts.js';
import { chaptersOf } from './chapters.js';
import { chapterNode } from './chapternode.js';
import { perform, matches } from './storyacts.js';
import { notice } from './toast.js';

const KEPT = 'polyphony-story';
/** Between two of the acts of a chapter that is done for you, so that eyes can follow; many acts follow faster, and those who want no movement wait less. */
const beat = (acts) => (still() ? 120 : Math.min(700, 9000 / acts));

export class Story {
  constructor(panel, toggle, world) {
    this.panel = panel;
    this.toggle = toggle;
    this.world = world;
    this.steps = [];
    this.chapters = [];
    this.nodes = [];
    this.at = 0;
    this.list = el('ol', { class: 'steps' });
    this.end = el('div', { class: 'story-end', test: 'story-end', tabindex: '-1', hidden: true },
      el('h3', {}, 'That was the story.'),
      el('p', {}, 'Everything is still here: go on as any of them. Let a week pass, press the red button, add a person, or make something go wrong under “Backstage”. A sandbox that is started again tells the story again.'));
    this.foot = el('p', { class: 'hint' }, 'Or play freely. Tap a message to reply to it, to correct your own, or to see why it was sent.');
    panel.body.append(this.list, this.end, this.foot);
    panel.opened = () => this.showCurrent(false);
    onAct((done) => this.noticed(done));
  }

  async load() {
    try {
      this.steps = (await get('/api/story')) || [];
    } catch (problem) {
      notice(problem);
    }
    this.chapters = chaptersOf(this.steps);
    this.nodes = this.chapters.map((chapter, number) => this.node(chapter, number));
    this.list.replaceChildren(...this.nodes.map(({ item }) => item));
    this.toggle.hidden = !this.steps.length;
    this.goTo(this.remembered(), false);
  }

  node(chapter, number) {
    const does = { act: () => this.doIt(number), next: () => this.goTo(chapter.to) };
    return chapterNode(chapter, this.steps.slice(chapter.from, chapter.to), number, does, this.world.phones);
  }

  /** Where the story was before the page was loaded again; a sandbox that began anew begins it anew. */
  remembered() {
    const begun = [...this.world.phones.all.values()].some((phone) => phone.log.messages.length);
    return begun ? Math.min(Number(sessionStorage.getItem(KEPT)) || 0, this.steps.length) : 0;
  }

  /** The number of the chapter that is being told; after the end, the number of chapters. */
  get number() {
    const found = this.chapters.findIndex(({ to }) => this.at < to);
    return found < 0 ? this.chapters.length : found;
  }

  /** Does what is left of a chapter, one act after the other. */
  async doIt(number) {
    if (this.doing || number !== this.number) return;
    const { act } = this.nodes[number];
    const { from, to } = this.chapters[number];
    act.setAttribute('aria-busy', 'true');
    this.doing = true;
    this.panel.giveWay();
    try {
      while (this.at < to) {
        await perform(this.steps[this.at], this.world);
        this.goTo(this.at + 1);
        if (this.at < to) await new Promise((resolve) => setTimeout(resolve, beat(to - from)));
      }
    } catch (problem) {
      if (!problem.shown) notice(problem);
    } finally {
      this.doing = false;
      act.removeAttribute('aria-busy');
    }
  }

  /** Something was done by hand: was it the current step, or a later one of its chapter by way of another choice? */
  noticed(done) {
    const chapter = this.chapters[this.number];
    if (this.doing || !chapter) return;
    const found = this.steps.findIndex((step, n) => n >= this.at && n < chapter.to && matches(step, done, this.world));
    if (found >= 0) this.goTo(found + 1);
  }

  goTo(at, move = true) {
    const before = this.number;
    const held = this.list.contains(document.activeElement);
    this.at = at;
    sessionStorage.setItem(KEPT, String(at));
    const now = this.number;
    this.nodes.forEach((node, n) => node.show(n, now, at));
    this.end.hidden = !this.steps.length || now < this.chapters.length;
    say(this.toggle, now < this.chapters.length ? `Story ${now + 1}/${this.chapters.length}` : 'Story');
    if (move && before !== now) this.showCurrent(true);
    if (held && before !== now) (this.nodes[now]?.act || this.end).focus({ preventScroll: true });
  }

  showCurrent(gently) {
    const node = this.nodes[this.number]?.item || this.end;
    if (this.panel.isOpen) node.scrollIntoView({ block: 'nearest', behavior: gently && !still() ? 'smooth' : 'auto' });
  }
}
