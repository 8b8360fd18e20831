import {
  ACTION_KINDS,
  type DecodedRecord,
  DEPLOYMENT_KINDS,
  IDENTITY_EVENT_KINDS,
  JOURNEY_EVENT_TYPES,
  Topics,
} from '#contracts';
import { ThroughlineError } from '#ports';

/** The closed sets. A handler for a type that is not in its topic's set would never be called. */
const KNOWN_TYPES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [Topics.journeyEvents, JOURNEY_EVENT_TYPES],
  [Topics.actions, ACTION_KINDS],
  [Topics.definitions, DEPLOYMENT_KINDS],
  [Topics.identityEvents, IDENTITY_EVENT_KINDS],
]);

/** Throws `INVALID` when no record of this topic ever has this type. */
export function requireKnownType(topic: string, type: string | undefined): void {
  const known = KNOWN_TYPES.get(topic);
  if (type === undefined || known === undefined || known.includes(type)) return;
  throw new ThroughlineError(
    'INVALID',
    `@EventPattern({ topic: '${topic}', type: '${type}' }) would never be called: the types there are ${known.join(', ')}.`,
  );
}

/** What a handler's `type` is compared with: what the record itself says it is. */
export function typeOf(record: DecodedRecord): string {
  switch (record.name) {
    case 'Interaction':
    case 'InboundInteraction':
    case 'JourneyEvent':
      return record.value.type;
    case 'Disposition':
    case 'DefinitionDeployment':
    case 'Action':
    case 'IdentityChange':
    case 'JourneysMoved':
    case 'IdentityEvent':
      return record.value.kind;
    case 'OperatorCommand':
      return record.value.command;
    case 'TimerDue':
    case 'ClockAdvanced':
    case 'JourneyState':
    case 'DeadLetter':
    case 'SubjectState':
      return record.name;
  }
}
