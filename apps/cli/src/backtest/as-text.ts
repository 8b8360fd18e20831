import { type BacktestReport, type Difference, type Judged } from '#replay';
import { type BacktestOutcome } from './outcome.js';
import { change, day, DIFFERENCE_WORDS, duration, exit, figure, share, timer } from '../words.js';

/** Rows of one table; the rest is in the other reports. */
const MOST_ROWS = 6;

/** The report for a terminal: what a person wants to know first, in about forty lines. */
export function asText(outcome: BacktestOutcome): string {
  const { report, expectations } = outcome;
  const blocks = [
    headLines(outcome),
    differenceLines(report),
    outcomeLines(report),
    partingLines(report),
    stateLines(report),
    ...(['dispositions', 'actions', 'timers'] as const).map((part) => countLines(report, part)),
    report.faults.map(
      ({ version, message, customers }) =>
        `✕ the ${version} version fails for ${figure(customers)} customers: ${message}`,
    ),
    expectations.flatMap(expectationLines),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headLines({ report, source, draftFile }: BacktestOutcome): string[] {
  const { journey, live, draft, records, journeys } = report;
  const file = draftFile === undefined ? '' : ` (${draftFile})`;
  const { reading, percent } = source;
  const cut = reading !== undefined && reading.read < reading.total;
  return [
    `${journey}: draft version ${draft.version}${file} against version ${live.version}`,
    `${figure(records.played)} records of ${figure(records.customers)} customers, ${day(records.from)} to ${day(records.until)}, from ${source.name}`,
    ...(percent < 100 ? [`a sample: ${percent} of 100 customers`] : []),
    ...(cut ? [`cut: ${figure(reading.read)} of ${figure(reading.total)} records were read`] : []),
    `${figure(journeys.seen)} journeys: ${figure(journeys.same)} the same, ${figure(journeys.different)} different (${share(journeys.different, journeys.seen)})`,
  ];
}

function differenceLines({ differences }: BacktestReport): string[] {
  const found = (Object.keys(DIFFERENCE_WORDS) as Difference[]).filter(
    (difference) => differences[difference] > 0,
  );
  return found.length === 0
    ? []
    : table(
        ['what differs', 'journeys'],
        found.map((difference) => [DIFFERENCE_WORDS[difference], figure(differences[difference])]),
      );
}

function outcomeLines({ live, draft, outcomeMoves }: BacktestReport): string[] {
  const rows = Object.entries(live.outcomes).map(([outcome, count]) => {
    const now = draft.outcomes[outcome] ?? 0;
    return [outcome, figure(count), figure(now), change(count, now)];
  });
  const moves = outcomeMoves
    .filter((move) => move.live !== move.draft)
    .slice(0, MOST_ROWS)
    .map(
      (move) =>
        `  ${move.live} → ${move.draft}: ${figure(move.journeys)}, e.g. ${move.example.startedBy}`,
    );
  return [...table(['outcome', 'live', 'draft', ''], rows), ...moves];
}

function partingLines({ partings }: BacktestReport): string[] {
  if (partings.length === 0) return [];
  const rows = partings
    .slice(0, MOST_ROWS)
    .map(({ state, live, draft, journeys, examples }) => [
      state.join('+') || '(start)',
      exit(live, state),
      exit(draft, state),
      figure(journeys),
      examples[0]?.startedBy ?? '',
    ]);
  const more = partings.length - rows.length;
  return [
    ...table(['they part in', 'live', 'draft', 'journeys', 'e.g.'], rows),
    ...(more > 0 ? [`  and ${more} more ways`] : []),
  ];
}

function stateLines({ live, draft }: BacktestReport): string[] {
  const rows = Object.keys(live.states).flatMap((name) => {
    const [one, other] = [live.states[name], draft.states[name]];
    if (one === undefined || other === undefined) return [];
    const same = one.entered === other.entered && one.mean === other.mean;
    if (same) return [];
    return [
      [
        name,
        `${figure(one.entered)} → ${figure(other.entered)}`,
        `${duration(one.median)} → ${duration(other.median)}`,
        `${duration(one.p90)} → ${duration(other.p90)}`,
        `${duration(one.mean)} → ${duration(other.mean)}`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  return table(['time in state', 'entered', 'median', 'nine of ten', 'mean'], rows);
}

function countLines(
  { live, draft }: BacktestReport,
  part: 'dispositions' | 'actions' | 'timers',
): string[] {
  const rows = Object.entries(live[part]).flatMap(([name, count]) => {
    const now = draft[part][name] ?? 0;
    const shownName = part === 'timers' ? timer(name) : name;
    return count === now ? [] : [[shownName, figure(count), figure(now), change(count, now)]];
  });
  if (rows.length > 0) return table([part, 'live', 'draft', ''], rows.slice(0, MOST_ROWS));
  const [, ...more] = Object.keys(live[part]);
  return part === 'dispositions' && more.length > 0 ? ['dispositions: the same'] : [];
}

function expectationLines({ that, because, held, figures, fault }: Judged): string[] {
  if (held) return [`✓ ${that}`];
  const named = Object.entries(figures).map(([path, value]) => `${path} is ${shown(path, value)}`);
  return [
    `✕ ${that}`,
    ...(because === undefined ? [] : [`    ${because}`]),
    `    ${fault ?? named.join(', ')}`,
  ];
}

/** Times are told in words, too. */
export function shown(path: string, value: unknown): string {
  if (typeof value !== 'number') return JSON.stringify(value);
  const isTime = /[.](mean|median|p90|longest)$/.test(path);
  return isTime ? `${value} (${duration(value)})` : String(value);
}

/** Columns apart by two spaces; all but the first of figures to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return /^[\d+−=][\d,]*$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
