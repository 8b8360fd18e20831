import type { SubjectId } from '#contracts';
import type { Untold, UntoldChanges } from '#ports';
import type { Environment } from '../environment/environment.js';
import { beginningWith, type IdentityTables } from './identity-tables.js';

/** Changes that the log was perhaps not told of, on LMDB. */
export function embeddedUntoldChanges(
  environment: Environment,
  tables: IdentityTables,
): UntoldChanges {
  const { beginReading, write } = environment;
  return {
    note: (untold) => write(() => noteUntold(tables, untold)),
    async list(limit) {
      beginReading();
      const merges = [...tables.untoldMerges.getRange({ limit })].map(({ key: from, value }) => {
        return { kind: 'merged' as const, from, ...value };
      });
      const rest = limit - merges.length;
      const splits = rest > 0 ? [...tables.untoldSplits.getRange({ limit: rest })] : [];
      return [
        ...merges,
        ...splits.map(({ key: [from, at], value }) => {
          return { kind: 'split' as const, from, at, ...value };
        }),
      ];
    },
    told: (from, at) => write(() => applyTold(tables, from, at)),
  };
}

/** Inside a write transaction. */
export function noteUntold({ untoldMerges, untoldSplits }: IdentityTables, untold: Untold): void {
  const { from, into, at } = untold;
  if (untold.kind === 'merged') {
    const { decided } = untold;
    void untoldMerges.put(from, { into, at, ...(decided && { decided }) });
  } else void untoldSplits.put([from, at], { into, record: untold.record });
}

function applyTold(tables: IdentityTables, from: SubjectId, at: number | undefined): void {
  const { untoldMerges, untoldSplits } = tables;
  if (at === undefined || untoldMerges.get(from)?.at === at) void untoldMerges.remove(from);
  for (const key of [...untoldSplits.getKeys(beginningWith(from))])
    if (at === undefined || key[1] === at) void untoldSplits.remove(key);
}
