import { randomUUID } from 'node:crypto';
import type { SubjectId } from '#contracts';
import type { Connection } from '../../connection/connection.js';
import { text, texts } from '../../connection/reply.js';
import { identityKeys } from '../identity-keys.js';
import { type IdentityPorts, redisIdentities } from '../identity-stores.js';

/** More round trips than any operation takes. */
export const STEPS = 24;

/** An identity store whose operations can be looked at between their round trips. */
export interface SteppedIdentities {
  readonly store: IdentityPorts;
  /** The same store for somebody to whom something happens after some round trips: before the next one `happens` is done. */
  after(steps: number, happens: () => Promise<unknown>): IdentityPorts;
  /** Where the store names subjects, but that they were erased. */
  traces(subjects: readonly SubjectId[]): Promise<readonly string[]>;
}

/** A new, empty one. */
export function steppedIdentities(connection: Connection): SteppedIdentities {
  const prefix = `${randomUUID()}:`;
  const keys = identityKeys(prefix);
  const over = (used: Connection): IdentityPorts => redisIdentities(used, keys);
  return {
    store: over(connection),
    after(steps, happens) {
      let left = steps;
      return over({
        async run(calls) {
          if (left-- === 0) await happens();
          return connection.run(calls);
        },
        close: async () => undefined,
      });
    },
    async traces(subjects) {
      const [all] = await connection.run([{ command: 'KEYS', args: [`${prefix}*`] }]);
      const found: string[] = [];
      for (const key of texts(all)) {
        if (key.startsWith(keys.erased)) continue;
        const kept = `${key} ${await contentOf(connection, key)}`;
        found.push(...subjects.filter((one) => kept.includes(one)).map((one) => `${one}: ${kept}`));
      }
      return found;
    },
  };
}

async function contentOf(connection: Connection, key: string): Promise<string> {
  const [kind] = await connection.run([{ command: 'TYPE', args: [key] }]);
  const reads: Readonly<Record<string, readonly [string, ...(string | number)[]]>> = {
    string: ['GET', key],
    hash: ['HGETALL', key],
    set: ['SMEMBERS', key],
    list: ['LRANGE', key, 0, -1],
    zset: ['ZRANGE', key, 0, -1],
  };
  const [command, ...args] = reads[text(kind) ?? ''] ?? ['EXISTS', key];
  const [reply] = await connection.run([{ command, args }]);
  return text(reply) ?? texts(reply).join(' ');
}
