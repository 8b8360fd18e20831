import { type Trigger } from '#definitions';
import { actionHead, parseDuration, type ActionSource } from '#journey';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `PT30M` → `30 minutes`. What is no duration stays as it is. */
export function durationInWords(text: string): string {
  const parsed = parseDuration(text);
  if (!('ms' in parsed)) return text;
  const parts: string[] = [];
  let rest = parsed.ms;
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ');
}

/** What makes a journey take a way, as a condition in a sentence. */
export function triggerInWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event':
      return code(trigger.event);
    case 'always':
      return 'at once';
    case 'after':
      return `after ${durationInWords(trigger.duration)}`;
    case 'done':
      return 'when all of it is done';
    case 'answered':
      return `when ${code(trigger.invoke)} is done`;
    case 'failed':
      return `when ${code(trigger.invoke)} fails`;
  }
}

const VERBS = {
  notify: 'sends the message',
  call: 'calls',
  task: 'gives somebody the task',
  emit: 'tells other systems',
  raise: 'tells the rest of the journey',
} as const;

/** `notify: welcome` → sends the message `welcome`. */
export function actionInWords(action: ActionSource): string {
  const { kind, name } = actionHead(action);
  return `${VERBS[kind]} ${code(name)}`;
}

const ANSWER = 'done.invoke.';

/** What a field comes with: an event, or the answer of a service. */
export function sourceInWords(event: string): string {
  return event.startsWith(ANSWER)
    ? `the answer of ${code(event.slice(ANSWER.length))}`
    : code(event);
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Of several things the last is joined by `and`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** Text that stays what it is in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

/** A Markdown table; nothing when there are no rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
