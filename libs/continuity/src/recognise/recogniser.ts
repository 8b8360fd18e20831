import { type JourneyId, type JourneyState } from '#contracts';
import { type Subjects, recognisedBy, type RecognitionKeys } from '#customers';
import { type Definition, isRunning } from '#journey';
import {
  type Fault,
  Refusal,
  refuse,
  pointerStep,
  type Allowance,
  type Clock,
  type ContinuityStores,
  type DefinitionCatalogue,
  hasCode,
} from '#ports';
import { type Caller } from '../hand-offs/guessing.js';

/** What must match: two fields, or one and the reference. */
const ENOUGH = 2;
const QUARTER = 15 * 60_000;
/** Fruitless attempts in 15 minutes. */
const PER_CALLER = 5;
const PER_AGENT = 15;
const PER_KEY = 150;

export interface RecogniserOptions {
  readonly stores: ContinuityStores;
  readonly keys: RecognitionKeys;
  readonly subjects: Subjects;
  readonly catalogue: DefinitionCatalogue;
  readonly clock: Clock;
}

/** What a caller says, and who asks. */
export interface Asking {
  readonly agent: string;
  readonly reference: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

/** A journey found by what a caller said. */
export interface FoundJourney {
  readonly journey: JourneyState;
  readonly definition: Definition;
  /** `reference`, and the names of the fields that matched. */
  readonly by: readonly string[];
}

/**
 * What came of it: one customer, whose journeys these are; or journeys that a reference leads to, of which nothing is shown
 * until a field matches; or nobody; or several customers, who are not told apart.
 */
export type Recognition =
  | { readonly kind: 'recognised' | 'to-confirm'; readonly found: readonly FoundJourney[] }
  | { readonly kind: 'nobody' | 'several'; readonly found: readonly [] };

/** Recognises callers whom no identifier tells, by what they know. Shows nothing, and writes nothing to the log. */
export class Recogniser {
  constructor(private readonly options: RecogniserOptions) {}

  /** The reference of a journey. */
  reference(journeyId: JourneyId): string {
    return this.options.keys.reference(journeyId);
  }

  /** Throws `invalid-request` for what nobody is recognised by, `too-many-attempts`. */
  async recognise(asking: Asking): Promise<Recognition> {
    const reference = this.referenceIn(asking);
    this.requireEnough(asking);
    const { stores, clock } = this.options;
    const now = clock.now();
    const allowances = attemptsOf(asking);
    const again = await stores.attempts.spend(allowances, now);
    if (again !== undefined) {
      const detail = 'Too many callers were not recognised. Wait, or ask for a hand-off code.';
      const seconds = Math.ceil((again - now) / 1_000);
      throw new Refusal('too-many-attempts', detail, [], seconds);
    }
    const recognition = judge(await this.find(asking, reference), reference !== undefined);
    if (recognition.kind === 'recognised') await stores.attempts.giveBack(allowances, now);
    return recognition;
  }

  /** The index only finds; what counts is what the journeys hold now. */
  private async find(asking: Asking, reference: string | undefined): Promise<FoundJourney[]> {
    const { stores, subjects, catalogue } = this.options;
    const definitions = catalogue.current();
    const ids =
      reference === undefined
        ? await stores.recognition.having(this.fieldKeys(asking), ENOUGH)
        : await stores.recognition.having([reference], 1);
    const found: FoundJourney[] = [];
    for (const id of ids) {
      const journey = await subjects.journey(id).catch(undefinedIfGone);
      const definition = journey && definitions.get(journey.definition, journey.definitionVersion);
      if (journey === undefined || definition === undefined || !isRunning(journey)) continue;
      const matched = this.matching(definition, journey, asking.fields);
      const by = reference === undefined ? matched : ['reference', ...matched];
      found.push({ journey, definition, by });
    }
    return found;
  }

  /** Names of the fields that say of a journey what the caller says. */
  private matching(
    definition: Definition,
    journey: JourneyState,
    fields: Asking['fields'],
  ): readonly string[] {
    const held = this.options.keys.ofFields(definition, journey);
    return Object.entries(fields)
      .filter(([name, value]) => {
        const key = held.get(name);
        return key !== undefined && key === this.options.keys.ofField(definition, name, value);
      })
      .map(([name]) => name);
  }

  /** What is said may be about a journey of any definition, in the form each compares it in. */
  private fieldKeys({ fields }: Asking): readonly string[] {
    const definitions = this.options.catalogue.current().all();
    const keys = Object.entries(fields).flatMap(([name, value]) =>
      definitions
        .filter((definition) => recognisedBy(definition).includes(name))
        .map((definition) => this.options.keys.ofField(definition, name, value)),
    );
    return [...new Set(keys.filter((key) => key !== undefined))];
  }

  private referenceIn({ reference }: Asking): string | undefined {
    if (reference === undefined) return undefined;
    const key = this.options.keys.ofReference(reference);
    if (key !== undefined) return key;
    const detail = 'is no reference; a digit is wrong, missing or swapped: ask again';
    return refuse('invalid-request', 'The reference was mistyped.', [
      { pointer: '/reference', detail },
    ]);
  }

  private requireEnough({ fields, reference }: Asking): void {
    const known = new Set(this.options.catalogue.current().all().flatMap(recognisedBy));
    const names = Object.keys(fields);
    const faults = names
      .filter((name) => !known.has(name))
      .map((name): Fault => {
        const detail = `nobody is recognised by it; taken are ${[...known].toSorted().join(', ')}`;
        return { pointer: `/fields${pointerStep(name)}`, detail };
      });
    if (reference === undefined && names.length < ENOUGH) {
      const detail = 'give two fields that the caller knows, or the reference';
      faults.push({ pointer: '/fields', detail });
    }
    if (faults.length > 0) refuse('invalid-request', 'The body has the faults listed.', faults);
  }
}

function judge(found: readonly FoundJourney[], isReferred: boolean): Recognition {
  const sure = found.filter(({ by }) => by.length >= ENOUGH);
  const customers = new Set(sure.map(({ journey }) => journey.subjectId));
  if (customers.size > 1) return { kind: 'several', found: [] };
  if (customers.size === 1) return { kind: 'recognised', found: sure };
  return isReferred && found.length > 0
    ? { kind: 'to-confirm', found }
    : { kind: 'nobody', found: [] };
}

/** Guessing is stopped per call, per agent and per channel key. */
function attemptsOf({ agent, caller: { keyId, identifiers } }: Asking): readonly Allowance[] {
  const quarter = (of: string, limit: number): Allowance => ({
    key: `recognition by ${of}`,
    limit,
    windowMs: QUARTER,
  });
  return [
    ...identifiers.map((one) => quarter(`identifier ${one}`, PER_CALLER)),
    quarter(`agent ${keyId} ${agent}`, PER_AGENT),
    quarter(`key ${keyId}`, PER_KEY),
  ];
}

/** The index may know a journey that is gone by now. */
function undefinedIfGone(error: unknown): undefined {
  const isGone = error instanceof Refusal && error.code === 'not-found';
  if (!isGone && !hasCode(error, 'NOT_FOUND')) throw error;
  return undefined;
}
