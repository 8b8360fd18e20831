import type { JourneyId } from '#contracts';
import type { JourneySummary } from '#ports';

/** What many journeys share, and all that they are filtered and counted by. */
type Kind = Omit<JourneySummary, 'journeyId' | 'lastSeen'>;

/** The text a kind is kept under. */
export function kindText(kind: Kind): string {
  const { definition, definitionVersion, status, state, lastChannel, stalled } = kind;
  return JSON.stringify([definition, definitionVersion, status, state, lastChannel, stalled]);
}

/** The reverse of `kindText`. */
export function parseKind(text: string): Kind {
  const [definition, definitionVersion, status, state, lastChannel, stalled] = JSON.parse(text);
  return { definition, definitionVersion, status, state, lastChannel, stalled };
}

/** A journey as `seen` and `names` keep it. */
export function summaryOf(member: string, lastSeen: number, kind: string): JourneySummary {
  const journeyId = (member.split('@', 1)[0] ?? member) as JourneyId;
  return { journeyId, ...parseKind(kind), lastSeen };
}
