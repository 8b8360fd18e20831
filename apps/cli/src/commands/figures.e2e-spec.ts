import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ContinuityFigures } from '#journey';
import {
  cardHistory,
  type CommandResult,
  temporaryDirectory,
  throughline,
  writeCardHistory,
} from '#testing';

jest.setTimeout(300_000);

const CUSTOMERS = 6;

describe('throughline figures', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    folder = await temporaryDirectory();
    const history = cardHistory(CUSTOMERS);
    // The first customer's details are sent once more, by another page.
    const [, details] = history;
    const again = { ...details, id: 'again', at: Number(history[2]?.['at']) + 60_000 };
    const args = await writeCardHistory(folder.path, 'cards', [...history, again]);
    expect(await run(...args)).toMatchObject({ code: 0 });
  });
  afterAll(() => folder.remove());

  const run = (...args: string[]): Promise<CommandResult> =>
    throughline(args, { DATA_DIR: folder.path });

  it('counts what was told of journeys on a clock, as JSON and in words', async () => {
    const { code, lines } = await run('figures', '--clock', 'cards', '--json');
    expect(code).toBe(0);
    const { definitions } = JSON.parse(lines.join('')) as {
      definitions: readonly ContinuityFigures[];
    };
    expect(definitions).toMatchObject([
      {
        definition: 'card-application',
        journeys: CUSTOMERS,
        started: CUSTOMERS,
        repeated: { journeys: 1, fields: { fullName: 1, income: 1 } },
      },
    ]);
    const inWords = await run('figures', '--clock', 'cards', '--definition', 'card-application');
    expect(inWords.lines.join('\n')).toContain(`${CUSTOMERS}, ${CUSTOMERS} started`);
  });

  it('says where nothing was told: today, later, or of another journey', async () => {
    const nothing = async (...args: string[]): Promise<string> => {
      const { code, errors } = await run('figures', ...args);
      expect(code).toBe(1);
      return errors;
    };
    expect(await nothing()).toContain('Nothing was told of any journey in that time');
    const later = ['--clock', 'cards', '--since', '2030-01-01T00:00:00Z'];
    expect(await nothing(...later)).toContain('Nothing was told of any journey in that time');
    const other = ['--clock', 'cards', '--definition', 'no-such'];
    expect(await nothing(...other)).toContain('a journey `no-such`');
  });

  it('says what a time looks like', async () => {
    const { errors } = await run('figures', '--since', 'yesterday');
    expect(errors).toContain('give a time such as 2026-01-31T00:00:00Z');
  });
});
