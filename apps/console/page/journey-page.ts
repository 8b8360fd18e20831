import type { Continuation, DeskCard, HistoryEntry, Journey } from '#client';
import { h } from './elements.js';
import { channelChip } from './notices.js';
import { swimlanes } from './swimlanes.js';
import { ago, clock, humanise, valueText } from './words.js';

export interface JourneyPageData {
  readonly journey: Journey;
  readonly entries: readonly HistoryEntry[];
  readonly card: DeskCard | undefined;
}

/** One customer's story. */
export function journeyPage({ journey, entries, card }: JourneyPageData, now: number): HTMLElement {
  const next = card?.continuation ?? undefined;
  const told = entries.filter(({ type }) => !type.startsWith('desk.'));
  return h(
    'article',
    { class: 'journey' },
    heading(journey, card, now),
    standing(journey, next, now),
    h('section', { class: 'card' }, h('h3', {}, 'Across channels'), swimlanes(told, now)),
    h(
      'div',
      { class: 'columns' },
      h(
        'section',
        { class: 'card' },
        h('h3', {}, 'What is known'),
        fieldsTable(journey, next, now),
      ),
      h('section', { class: 'card' }, h('h3', {}, 'How it goes on'), nextSteps(journey, next, now)),
    ),
    h(
      'section',
      { class: 'card' },
      h('h3', {}, 'Everything that happened'),
      h(
        'ol',
        { class: 'history', reversed: '' },
        ...entries.toReversed().map((entry) => happened(entry, now)),
      ),
    ),
  );
}

function heading(journey: Journey, card: DeskCard | undefined, now: number): HTMLElement {
  return h(
    'header',
    { class: 'journey-head' },
    h('a', { class: 'back', href: '#/' }, '← Journeys'),
    h('h2', {}, journey.title),
    h(
      'p',
      { class: 'quiet' },
      `Started on ${journey.startedOn} ${ago(journey.startedAt, now)} · `,
      h('code', {}, journey.journeyId),
    ),
    card?.claim && journey.status === 'open'
      ? h('p', { class: 'badge held' }, `${card.claim.agent} is working on it`)
      : null,
  );
}

function standing(journey: Journey, next: Continuation | undefined, now: number): HTMLElement {
  const outcome = journey.outcome === null ? null : h('span', { class: 'badge' }, journey.outcome);
  const progress =
    next === undefined
      ? null
      : h(
          'div',
          { class: 'progress' },
          h('progress', {
            max: String(Math.max(1, next.progress.of)),
            value: String(next.progress.done),
            'aria-label': 'Progress',
          }),
          h(
            'span',
            { class: 'quiet' },
            `${String(next.progress.done)} of ${String(next.progress.of)} steps`,
          ),
        );
  return h(
    'section',
    { class: 'card standing' },
    h('span', { class: 'quiet' }, journey.status === 'open' ? 'Now' : 'Ended as'),
    h('strong', {}, journey.stateTitle),
    outcome,
    journey.stalled ? h('span', { class: 'badge warn' }, 'stalled') : null,
    h('span', { class: 'quiet' }, `since ${clock(journey.since, now)}, last on`),
    channelChip(journey.lastChannel),
    progress,
  );
}

function fieldsTable(journey: Journey, next: Continuation | undefined, now: number): HTMLElement {
  const names = [...new Set([...Object.keys(next?.fields ?? {}), ...Object.keys(journey.fields)])];
  if (names.length === 0) return h('p', { class: 'quiet' }, 'Nothing yet.');
  const rows = names.map((name) => {
    const field = journey.fields[name];
    const status = next?.fields[name]?.status ?? (field?.verified ? 'verified' : 'collected');
    return h(
      'tr',
      { class: status },
      h('th', { scope: 'row' }, humanise(name)),
      h('td', {}, field === undefined ? '–' : valueText(field.value)),
      h('td', {}, h('span', { class: `status ${status}` }, status)),
      h(
        'td',
        { class: 'quiet' },
        ...(field === undefined
          ? []
          : [channelChip(field.from.channel), ` ${clock(field.from.time, now)}`]),
      ),
    );
  });
  return h('table', {}, h('tbody', {}, ...rows));
}

function nextSteps(journey: Journey, next: Continuation | undefined, now: number): HTMLElement {
  if (journey.status !== 'open') return h('p', { class: 'quiet' }, 'It is over.');
  const steps = (next?.next ?? []).map((step) =>
    h(
      'li',
      {},
      h('strong', {}, step.label),
      h('code', {}, step.event),
      step.needs.length > 0
        ? h('p', {}, `Still needed: ${step.needs.map(humanise).join(', ').toLowerCase()}`)
        : null,
    ),
  );
  const prompt = next?.next.find((step) => step.prompt !== null)?.prompt ?? null;
  return h(
    'div',
    {},
    prompt === null
      ? null
      : h('blockquote', {}, h('span', { class: 'quiet' }, 'By phone: '), prompt),
    steps.length > 0
      ? h('ul', { class: 'next' }, ...steps)
      : h('p', { class: 'quiet' }, 'It waits for our own side; nothing is asked of the customer.'),
    next?.due ? h('p', { class: 'quiet' }, `Next timer ${ago(next.due, now)}`) : null,
  );
}

function happened(entry: HistoryEntry, now: number): HTMLElement {
  const who = entry.actor?.id ?? entry.actor?.kind;
  const events = entry.events.map(({ type }) => h('span', { class: 'badge' }, humanise(type)));
  const why = entry.disposition.detail ?? entry.disposition.reason;
  return h(
    'li',
    { class: entry.disposition.kind },
    h('time', { datetime: entry.time }, clock(entry.time, now)),
    h('strong', {}, humanise(entry.type)),
    entry.channel === undefined
      ? h('span', { class: 'chip' }, entry.kind)
      : channelChip(entry.channel),
    who === undefined ? null : h('span', { class: 'quiet' }, `by ${who}`),
    h('span', { class: 'quiet' }, `→ ${entry.stateTitle}`),
    ...events,
    entry.disposition.kind === 'unmatched' || entry.disposition.kind === 'late'
      ? h('p', { class: 'quiet' }, `${entry.disposition.kind}: ${why ?? ''}`)
      : null,
  );
}
