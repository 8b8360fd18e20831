import type { HistoryEntry } from '#client';
import { h, svg } from './elements.js';
import { clock, humanise, span } from './words.js';

const LANE_HEIGHT = 56;
const STEP_WIDTH = 148;
const LONGEST_NAME = 24;
const TOP = 30;
const BOTTOM = 14;

interface Stop {
  readonly entry: HistoryEntry;
  readonly lane: string;
  readonly x: number;
  readonly y: number;
}

/**
 * The journey across channels: a lane per channel, a stop per thing that happened, left to right in order. Where the line
 * leaves a lane, the customer changed channel.
 */
export function swimlanes(entries: readonly HistoryEntry[], now: number): HTMLElement {
  const lanes = [...new Set(entries.map(laneOf))];
  const stops = entries.map((entry, index): Stop => {
    const lane = laneOf(entry);
    return {
      entry,
      lane,
      x: STEP_WIDTH / 2 + index * STEP_WIDTH,
      y: TOP + LANE_HEIGHT / 2 + lanes.indexOf(lane) * LANE_HEIGHT,
    };
  });
  const width = Math.max(1, entries.length) * STEP_WIDTH;
  const height = TOP + lanes.length * LANE_HEIGHT + BOTTOM;
  const drawing = svg(
    'svg',
    {
      class: 'swimlanes',
      width: String(width),
      height: String(height),
      viewBox: `0 0 ${String(width)} ${String(height)}`,
      role: 'img',
      'aria-label': `${String(entries.length)} steps on ${lanes.join(', ')}; listed below`,
    },
    ...lanes.map((lane, index) => laneBand(lane, index, width)),
    ...stops.slice(1).map((stop, index) => link(stops[index] ?? stop, stop)),
    ...stops.map((stop, index) => stopMark(stop, stops[index - 1], now)),
  );
  return h(
    'div',
    { class: 'timeline' },
    h('ul', { class: 'lanes', 'aria-hidden': 'true' }, ...lanes.map(laneName)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Timeline across channels' },
      drawing,
    ),
  );
}

function laneName(lane: string): HTMLElement {
  return h('li', { class: 'chip', 'data-channel': lane }, lane);
}

function laneOf({ kind, channel }: HistoryEntry): string {
  return channel ?? (kind === 'timer' ? 'clock' : 'back office');
}

function laneBand(lane: string, index: number, width: number): SVGElement {
  const y = TOP + index * LANE_HEIGHT;
  return svg(
    'g',
    { 'data-channel': lane },
    svg('rect', {
      class: 'lane',
      x: '0',
      y: String(y + 2),
      width: String(width),
      height: String(LANE_HEIGHT - 4),
      rx: '8',
    }),
  );
}

function link(from: Stop, to: Stop): SVGElement {
  const middle = (from.x + to.x) / 2;
  const d = `M${String(from.x)} ${String(from.y)} C${String(middle)} ${String(from.y)} ${String(middle)} ${String(to.y)} ${String(to.x)} ${String(to.y)}`;
  return svg('path', { class: from.lane === to.lane ? 'link' : 'link handoff', d });
}

function stopMark(stop: Stop, before: Stop | undefined, now: number): SVGElement {
  const { entry, x, y } = stop;
  const waited = before === undefined ? '' : span(before.entry.time, entry.time);
  const name = humanise(entry.type);
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  return svg(
    'g',
    { class: `stop ${entry.disposition.kind}`, 'data-channel': stop.lane },
    svg('title', {}, `${entry.type}, ${clock(entry.time, now)}: ${entry.disposition.kind}`),
    svg('circle', { cx: String(x), cy: String(y), r: '6' }),
    svg('text', { class: 'stop-name', x: String(x), y: String(y + 21) }, shown),
    svg('text', { class: 'stop-time', x: String(x), y: '18' }, clock(entry.time, now)),
    waited === ''
      ? null
      : svg('text', { class: 'stop-gap', x: String(x - STEP_WIDTH / 2), y: '18' }, `+${waited}`),
  );
}
