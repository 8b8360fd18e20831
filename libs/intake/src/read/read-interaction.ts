import { randomUUIDv7 } from 'node:crypto';
import { type InteractionBody } from '#api';
import { type JourneyId } from '#contracts';
import { type UnlinkedInteraction, withIdentifiersInData } from '#customers';
import { type NormalisedIdentifier, type RawIdentifier } from '#identity';
import { type Definitions, isHandOff } from '#journey';
import { type Fault } from '#ports';
import { checkBody } from './body-faults.js';
import { type FieldCheck } from './field-check.js';

const HOUR = 3_600_000;
/** How far a sender's clock may run ahead, ms. */
const MAX_AHEAD = 24 * HOUR;
/** A device whose battery ran out believes it is 1970; nothing of ours is older than this. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** `channel` is where the identifier was given. */
export type Normalise = (
  raw: RawIdentifier,
  channel?: string,
) =>
  | { readonly identifier: NormalisedIdentifier; readonly fault?: undefined }
  | { readonly identifier?: undefined; readonly fault: string };

export interface ReadingContext {
  /** ms since the epoch. */
  readonly now: number;
  readonly definitions: Definitions;
  readonly normalise: Normalise;
  readonly fields: FieldCheck;
}

/** Checks one interaction as sent; all its faults at once. Pure but for the id it may have to make. */
export function readInteraction(
  raw: unknown,
  context: ReadingContext,
):
  | { readonly interaction: UnlinkedInteraction; readonly faults?: undefined }
  | { readonly interaction?: undefined; readonly faults: readonly Fault[] } {
  const { body, faults: shapeFaults } = checkBody(raw);
  if (body === undefined) return { faults: shapeFaults };
  const faults: Fault[] = [];
  const time = readTime(body.time, context.now, faults);
  const named = readIdentifiers(body, context.normalise, faults);
  const journeyId = (body.journey?.id ?? null) as JourneyId | null;
  if (body.journey?.handoff !== undefined) {
    const detail = 'a hand-off is redeemed where somebody sends it: by POST /v1/interactions';
    faults.push({ pointer: '/journey/handoff', detail });
  }
  if (named.length === 0 && journeyId === null && faults.length === 0) {
    const detail = 'give at least one identifier, or the journey by its id';
    faults.push({ pointer: '/identifiers', detail });
  }
  const data = body.data ?? {};
  const { type } = body;
  faults.push(...context.fields.faults(context.definitions, { type, data, journeyId }));
  if (isHandOff(type))
    faults.push({ pointer: '/type', detail: 'only the gateway records hand-offs' });
  if (faults.length > 0) return { faults };
  const interaction: UnlinkedInteraction = {
    id: body.id ?? randomUUIDv7(),
    source: body.source,
    type,
    channel: body.channel,
    time,
    identifiers: withIdentifiersInData(named, { type, data }, context.definitions, (raw) =>
      context.normalise(raw, body.channel),
    ),
    journeyId,
    correlation: body.journey?.correlation ?? null,
    actor: { kind: body.actor?.kind ?? 'customer', id: body.actor?.id ?? null },
    data,
  };
  return { interaction };
}

function readTime(text: string | undefined, now: number, faults: Fault[]): number {
  if (text === undefined) return now;
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    faults.push({ pointer: '/time', detail: 'is not a time that exists' });
  } else if (time > now + MAX_AHEAD) {
    const detail = "is more than 24 hours in the future; set the sender's clock";
    faults.push({ pointer: '/time', detail });
  } else if (time < EARLIEST) {
    faults.push({ pointer: '/time', detail: "is before the year 2000; set the sender's clock" });
  }
  return time;
}

function readIdentifiers(
  body: InteractionBody,
  normalise: Normalise,
  faults: Fault[],
): NormalisedIdentifier[] {
  const identifiers: NormalisedIdentifier[] = [];
  for (const [index, raw] of (body.identifiers ?? []).entries()) {
    const result = normalise(raw, body.channel);
    if (result.identifier !== undefined) identifiers.push(result.identifier);
    else faults.push({ pointer: `/identifiers/${index}/value`, detail: result.fault });
  }
  return identifiers;
}
