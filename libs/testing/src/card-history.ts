import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DAY = 86_400_000;
const MONDAY = Date.UTC(2024, 0, 1);

/** A mapping of card applications from NDJSON, under this name. */
export const cardMapping = (name: string): string => `import: ${name}
format: ndjson
source: //bank.example/cards
id: '{id}'
time: '{at}'
types:
  - { when: { what: 'Application *' }, type: 'application.{1}' }
  - { when: { what: 'Identity *' }, type: 'identity.{1}' }
  - { when: { what: 'Credit *' }, type: 'credit.{1}' }
channels:
  - { when: { by: branch }, channel: branch }
  - { channel: web }
identifiers:
  - { scheme: email, value: '{who}', verified: true }
data:
  - { when: { what: Application details-submitted }, set: { fullName: '{name}', income: '{income}' } }
  - { when: { what: 'Identity *' }, set: { idNumber: '{document}', score: '{score}' } }
  - { when: { what: 'Credit *' }, set: { score: '{score}', limit: '{limit}' } }
`;

/** What this many customers did, one step a \`spacing\` (ms): start, details, identity; every third hears of the credit. */
export function cardHistory(customers: number, spacing = DAY / 4): Record<string, unknown>[] {
  return Array.from({ length: customers }, (_, number) => {
    const at = (step: number): number => MONDAY + number * 60_000 + step * spacing;
    const who = `customer-${number}@example.org`;
    const by = number % 2 === 0 ? 'branch' : 'online';
    const document = `N${number}`;
    const steps = [
      { what: 'Application started' },
      {
        what: 'Application details-submitted',
        name: `Customer ${number}`,
        income: 40_000 + number,
      },
      { what: 'Identity verified', document, score: 0.9 },
      ...(number % 3 === 0 ? [{ what: 'Credit reported', score: 700, limit: 5_000 }] : []),
    ];
    return steps.map((step, index) => ({
      ...{ id: `${number}-${index}`, at: at(index), who, by },
      ...step,
    }));
  }).flat();
}

/** Writes a history and its mapping into a folder; returns the arguments of the import. */
export async function writeCardHistory(
  folder: string,
  name: string,
  history: readonly unknown[],
): Promise<string[]> {
  const file = join(folder, `${name}.ndjson.gz`);
  const mapping = join(folder, `${name}.yaml`);
  await writeFile(file, gzipSync(history.map((event) => JSON.stringify(event)).join('\n')));
  await writeFile(mapping, cardMapping(name));
  return ['import', file, '--mapping', mapping, '--json'];
}
