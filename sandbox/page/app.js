// The page of the sandbox: phones, clock, story and drawer, kept up to date by the stream of events.

import { Clock } from './clock.js';
import { Drawer } from './drawer.js';
import { listen } from './live.js';
import { Panel } from './panel.js';
import { Phones } from './phones.js';
import { Story } from './story.js';

const $ = (id) => document.getElementById(id);

const phones = new Phones($('phones'), $('switcher'));
const clock = new Clock($('clock'), {
  pushing: () => phones.turnsEnd(),
  pushed: () => {
    phones.refreshAll();
    drawer.refresh();
  },
});
const world = { phones, clock };
const storyPanel = new Panel($('story'), $('story-toggle'), { title: 'A story to try', test: 'story' });
const drawerPanel = new Panel($('drawer'), $('drawer-toggle'), { title: 'Backstage', test: 'drawer', opened: () => drawer.refresh() });
const drawer = new Drawer(drawerPanel, world);
const story = new Story(storyPanel, $('story-toggle'), world);

const changed = {
  chat: ({ person }) => (person ? phones.of(person)?.refresh() : phones.refreshAll()),
  group: ({ person }) => phones.groups.get(person)?.refresh(),
  people: () => phones.refresh(),
  clock: () => clock.refresh(),
  // Whatever was handled may have changed what falls due next.
  drawer: () => {
    drawer.refresh();
    clock.refresh();
  },
  faults: () => drawer.refresh(),
  typing: ({ person }) => phones.of(person)?.isTyping(true),
  toast: ({ person, text }) => phones.of(person)?.told(text),
};

listen({
  hear: (event) => changed[event.kind]?.(event),
  back: async () => {
    await Promise.all([phones.refresh(), clock.refresh(), drawer.refresh()]);
    await phones.refreshAll();
    await story.load();
  },
});

await Promise.all([phones.refresh(), clock.refresh()]);
await story.load();
if (Panel.roomBeside && story.steps.length) storyPanel.open(false);
document.body.dataset.ready = 'true';
