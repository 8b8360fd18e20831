import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Arrival } from './card-applications.ts';
import { subjectIdOf } from './subject-ids.ts';

const unzip = promisify(gunzip);
const CLOSED_CASES = 2_000;

/** Records of loan applications, and whose they are. */
export interface LoanLog {
  readonly source: string;
  readonly arrivals: readonly Arrival[];
}

/**
 * The log of a real bank (BPI Challenge 2012) in global time order, where there is one: THROUGHLINE_DATA, or
 * ../shared/data beside the repository. Otherwise one made up after its commonest case, which the name says.
 */
export async function loanLog(): Promise<LoanLog> {
  const beside = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
  const file = join(process.env['THROUGHLINE_DATA'] ?? beside, 'logs', 'bpic2012.xes.gz');
  try {
    const xml = await unzip(await readFile(file));
    return { source: 'BPI Challenge 2012', arrivals: arrivalsIn(xml.toString('utf8')) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return { source: 'made up', arrivals: madeUp() };
  }
}

/** The subset of XES that this file is written in: flat attributes, one event after the other. */
function arrivalsIn(xml: string): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const [, trace = ''] of xml.matchAll(/<trace>(.*?)<\/trace>/gs)) {
    const [head = '', ...events] = trace.split('<event>');
    const about = attributesIn(head);
    const name = about.get('concept:name') ?? '';
    for (const [index, event] of events.entries()) {
      arrivals.push(arrivalOf(name, index, attributesIn(event), about));
    }
  }
  // Stable: events of one instant stay in the order of the file.
  return arrivals.sort((a, b) => a.interaction.time - b.interaction.time);
}

function attributesIn(xml: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key = '', value = ''] of xml.matchAll(/key="([^"]*)" value="([^"]*)"/g)) {
    attributes.set(key, value);
  }
  return attributes;
}

function arrivalOf(
  name: string,
  index: number,
  event: ReadonlyMap<string, string>,
  about: ReadonlyMap<string, string>,
): Arrival {
  const activity = event.get('concept:name') ?? '';
  const resource = event.get('org:resource');
  const starts = activity === 'A_SUBMITTED';
  return {
    subjectId: subjectIdOf(`case-${name}`),
    interaction: {
      id: `${name}-${index}`,
      source: '//bank.example/bpic2012',
      type: typeOf(activity, event.get('lifecycle:transition') ?? ''),
      channel: channelOf(activity),
      time: Date.parse(event.get('time:timestamp') ?? ''),
      identifiers: [{ scheme: 'case', value: name, verified: true, links: true }],
      journeyId: null,
      correlation: null,
      actor:
        resource === undefined ? { kind: 'system', id: null } : { kind: 'agent', id: resource },
      data: starts ? { amount: about.get('AMOUNT_REQ'), registered: about.get('REG_DATE') } : {},
    },
  };
}

const KINDS: Readonly<Record<string, string>> = { A: 'application', O: 'offer', W: 'work' };

function typeOf(activity: string, lifecycle: string): string {
  const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const kind = KINDS[activity.charAt(0)] ?? 'other';
  const type = `loan.${kind}.${slug(activity.slice(2))}`;
  return kind === 'work' ? `${type}.${slug(lifecycle)}` : type;
}

function channelOf(activity: string): string {
  if (activity === 'A_SUBMITTED' || activity === 'A_PARTLYSUBMITTED') return 'web';
  if (activity.startsWith('W_Nabellen ')) return 'phone';
  return activity.startsWith('O_SENT') ? 'mail' : 'back-office';
}

/** As the commonest approved case goes, so many customers at once. */
function madeUp(): Arrival[] {
  const steps = [
    ...['A_SUBMITTED', 'A_PARTLYSUBMITTED', 'A_PREACCEPTED', 'W_Completeren aanvraag'],
    ...['W_Completeren aanvraag', 'A_ACCEPTED', 'O_SELECTED', 'A_FINALIZED', 'O_CREATED', 'O_SENT'],
    ...['W_Nabellen offertes', 'W_Nabellen offertes', 'W_Nabellen offertes', 'O_SENT_BACK'],
    ...['W_Valideren aanvraag', 'O_ACCEPTED', 'A_REGISTERED', 'A_APPROVED', 'A_ACTIVATED'],
  ];
  const about = new Map([['AMOUNT_REQ', '20000']]);
  return steps.flatMap((activity, index) =>
    Array.from({ length: CLOSED_CASES }, (_, number) => {
      const time = new Date(Date.UTC(2012, 0, 1) + index * 3_600_000 + number).toISOString();
      const event = new Map([
        ['concept:name', activity],
        ['lifecycle:transition', 'COMPLETE'],
        ['time:timestamp', time],
        ['org:resource', '112'],
      ]);
      return arrivalOf(String(number), index, event, about);
    }),
  );
}
