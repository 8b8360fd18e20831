import { type IdentityChange, type SubjectState, LATEST_SEMANTICS } from '#contracts';
import { decide } from './decide.js';
import { type Decision } from '../fold/decision.js';
import { type Definitions } from '../deployment/definitions.js';

/** Where the preview's records stand: a partition no log has. */
const NOWHERE = -1;

/** What a merge or a split would do. */
export interface MergePreview {
  /** On the side the journeys leave. */
  readonly leaving: Decision;
  /** On the side they come to; one for each record that brings some. */
  readonly arriving: readonly Decision[];
}

/**
 * What a change of identities would do now, by the same pure function that will do it. `from` and `to` are the subjects as
 * they are; `timestamp` in ms since the epoch.
 */
export function previewMerge(
  definitions: Definitions,
  change: IdentityChange,
  { from, to }: { readonly from: SubjectState; readonly to: SubjectState },
  timestamp: number,
): MergePreview {
  const placed = (offset: number) => ({
    partition: NOWHERE,
    offset,
    timestamp,
    semantics: LATEST_SEMANTICS,
  });
  const entry = { name: 'IdentityChange', value: change } as const;
  const leaving = decide(definitions, from, { entry, ...placed(0) });
  const arriving: Decision[] = [];
  let state = to;
  leaving.records.forEach((record, index) => {
    const decision = decide(definitions, state, { entry: record.entry, ...placed(index + 1) });
    state = decision.state;
    arriving.push(decision);
  });
  return { leaving, arriving };
}
