import type { SubjectId } from '#contracts';
import { type IdentifierKey, type IdentityRulings, SIGHTINGS_KEPT, type Standing } from '#ports';
import type { Environment } from '../environment/environment.js';
import { becomes, familyOf, type IdentityTables, secondsOf } from './identity-tables.js';

/** What was decided about values and pairs of subjects, on LMDB. */
export function embeddedRulings(environment: Environment, tables: IdentityTables): IdentityRulings {
  const { beginReading, write } = environment;
  return {
    setStanding: (key, scheme, standing) =>
      write(() => applyStanding(tables, key, scheme, standing)),
    async standings(keys) {
      beginReading();
      return keys.map((key) => tables.links.get(key)?.standing);
    },
    async sight(key, subject) {
      beginReading();
      if (!tables.sightings.doesExist([key, subject]))
        await write(() => applySight(tables, key, subject));
      return secondsOf(tables.sightings, key);
    },
    keepApart: (one, other) => write(() => applyApart(tables, one, other)),
    allowTogether: (one, other) => write(() => applyTogether(tables, one, other)),
    async apartFrom(subject) {
      beginReading();
      const others = familyOf(tables, subject).flatMap((member) => secondsOf(tables.apart, member));
      const became = new Set(others.map((other) => becomes(tables, other)));
      became.delete(becomes(tables, subject));
      return [...became];
    },
  };
}

function applyStanding(
  { links }: IdentityTables,
  key: IdentifierKey,
  scheme: string,
  standing: Standing | null,
): void {
  const row = links.get(key) ?? { scheme, subject: null, linkedAt: 0 };
  if (standing !== null) void links.put(key, { ...row, standing });
  else if (row.subject === null) void links.remove(key);
  else {
    const { subject, linkedAt, unvouched } = row;
    void links.put(key, { scheme: row.scheme, subject, linkedAt, ...(unvouched && { unvouched }) });
  }
}

/** The first ones stay: that it is too many is known by then. */
function applySight(tables: IdentityTables, key: IdentifierKey, subject: SubjectId): void {
  if (tables.erased.doesExist(subject)) return;
  if (secondsOf(tables.sightings, key).length >= SIGHTINGS_KEPT) return;
  void tables.sightings.put([key, subject], true);
  void tables.sighted.put([subject, key], true);
}

function applyApart(tables: IdentityTables, one: SubjectId, other: SubjectId): void {
  if (one === other || tables.erased.doesExist(one) || tables.erased.doesExist(other)) return;
  void tables.apart.put([one, other], true);
  void tables.apart.put([other, one], true);
}

/** Whoever of the one and whoever of the other was kept apart. */
function applyTogether(tables: IdentityTables, one: SubjectId, other: SubjectId): void {
  const end = becomes(tables, other);
  for (const member of familyOf(tables, becomes(tables, one))) {
    for (const apart of secondsOf(tables.apart, member)) {
      if (becomes(tables, apart) !== end) continue;
      void tables.apart.remove([member, apart]);
      void tables.apart.remove([apart, member]);
    }
  }
}
