import type { JourneySummary } from '#client';
import { h } from './elements.js';
import { channelChip } from './notices.js';
import { ago } from './words.js';

interface Shown {
  readonly element: HTMLLIElement;
  readonly seen: string;
  readonly row: string;
}

/**
 * The list of journeys. Rows are kept by journey, so that what stands still is not drawn anew and what has the focus
 * keeps it; a row that changed lights up.
 */
export class JourneyList {
  private shown = new Map<string, Shown>();

  private readonly list: HTMLElement;

  constructor(list: HTMLElement) {
    this.list = list;
  }

  show(journeys: readonly JourneySummary[], selected: string | undefined, now: number): void {
    const next = new Map<string, Shown>();
    for (const journey of journeys) {
      const row = JSON.stringify([journey, ago(journey.lastSeen, now)]);
      const before = this.shown.get(journey.journeyId);
      next.set(
        journey.journeyId,
        before?.row === row ? before : this.draw(journey, before, row, now),
      );
    }
    for (const [id, { element }] of this.shown) if (!next.has(id)) element.remove();
    let place: Element | null = this.list.firstElementChild;
    for (const [id, { element }] of next) {
      if (place === element) place = place.nextElementSibling;
      else this.list.insertBefore(element, place);
      element.firstElementChild?.toggleAttribute('aria-current', id === selected);
    }
    this.shown = next;
  }

  private draw(
    journey: JourneySummary,
    before: Shown | undefined,
    row: string,
    now: number,
  ): Shown {
    const element = before?.element ?? h('li');
    const changed = before === undefined ? this.shown.size > 0 : before.seen !== journey.lastSeen;
    const link =
      element.querySelector('a') ??
      element.appendChild(h('a', { href: `#/journeys/${encodeURIComponent(journey.journeyId)}` }));
    link.replaceChildren(
      h('span', { class: 'row-title' }, journey.title),
      h('time', { datetime: journey.lastSeen }, ago(journey.lastSeen, now)),
      h(
        'span',
        { class: journey.status === 'open' ? 'row-state' : 'row-state over' },
        journey.stateTitle,
      ),
      channelChip(journey.lastChannel),
      h('code', {}, journey.journeyId.slice(0, 6) + '…' + journey.journeyId.slice(-8)),
      ...(journey.stalled ? [h('span', { class: 'badge warn' }, 'stalled')] : []),
    );
    if (changed) {
      element.classList.remove('changed');
      requestAnimationFrame(() => element.classList.add('changed'));
    }
    return { element, seen: journey.lastSeen, row };
  }
}
