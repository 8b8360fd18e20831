import { createHmac } from 'node:crypto';
import { type JourneyState } from '#contracts';
import { type RawIdentifier } from '#identity';
import { type Definition, type Definitions } from '#journey';
import { type Identifiers } from './identifiers.js';
import { checkDigit, readCode, showCode } from './code.js';

/** Digits of a reference, check digit among them. */
const REFERENCE_DIGITS = 9;

const MARK = /\p{M}/gu;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}]/gu;

/** What a caller is recognised by, as the index knows it: keyed hashes of values in the form in which they are compared. */
export class RecognitionKeys {
  private readonly key: Uint8Array;

  constructor(private readonly identifiers: Pick<Identifiers, 'hash' | 'normalise'>) {
    this.key = identifiers.hash.derive('recognition');
  }

  /**
   * The journey's reference, to be read out and printed: no secret, and short, so that now and then two journeys have the
   * same. Always the same for a journey.
   */
  reference(journeyId: string): string {
    const number = this.digest('reference', journeyId).readUIntBE(0, 6);
    const digits = String(number % 10 ** (REFERENCE_DIGITS - 1)).padStart(
      REFERENCE_DIGITS - 1,
      '0',
    );
    return showCode(digits + String(checkDigit(digits)));
  }

  /** The key of a reference as somebody said it; undefined: a digit is wrong. */
  ofReference(text: string): string | undefined {
    const digits = readCode(text);
    return digits?.length === REFERENCE_DIGITS ? this.keyOf('reference', digits) : undefined;
  }

  /** The key of a field's value; undefined: nothing is left of it to compare. */
  ofField(definition: Definition, name: string, value: unknown): string | undefined {
    const form = this.form(definition, name, value);
    return form === '' ? undefined : this.keyOf('field', `${name}\n${form}`);
  }

  /** The keys of the fields of a journey by which callers are recognised, by name. */
  ofFields(definition: Definition, journey: JourneyState): ReadonlyMap<string, string> {
    const keys = new Map<string, string>();
    for (const name of recognisedBy(definition)) {
      const held = journey.fields[name];
      const key = held && this.ofField(definition, name, JSON.parse(held.value));
      if (key !== undefined) keys.set(name, key);
    }
    return keys;
  }

  /** All that a caller of a journey is recognised by; nothing of one that has ended. */
  ofJourney(definitions: Definitions, journey: JourneyState): readonly string[] {
    const definition = definitions.get(journey.definition, journey.definitionVersion);
    const isOver = journey.status !== 'open' && journey.status !== 'paused';
    if (definition === undefined || isOver) return [];
    const reference = this.ofReference(this.reference(journey.journeyId));
    const keys = [...this.ofFields(definition, journey).values()];
    return reference === undefined ? keys : [reference, ...keys];
  }

  /**
   * As values are compared: e-mail addresses and phones as identifiers are, and without case, which nobody says; of others letters and digits, without accents,
   * in lower case. So `SILVA, Ána` is what `silva ana` is.
   */
  private form(definition: Definition, name: string, value: unknown): string {
    const { source } = definition.fields.get(name) ?? {};
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    const scheme =
      source?.format === 'email' || source?.format === 'phone' ? source.format : source?.identifies;
    if (scheme !== undefined) {
      const raw: RawIdentifier = { scheme, value: text };
      const { identifier } = this.identifiers.normalise(raw);
      return identifier?.links === true ? `${scheme}:${identifier.value.toLowerCase()}` : '';
    }
    const bare = text.normalize('NFKD').replaceAll(MARK, '').toLowerCase();
    return bare.replaceAll(NEITHER_LETTER_NOR_DIGIT, '');
  }

  private keyOf(kind: string, value: string): string {
    return this.digest(kind, value).toString('base64url');
  }

  private digest(kind: string, value: string): Buffer {
    return createHmac('sha256', this.key).update(`${kind}\n${value}`).digest();
  }
}

/** Names of the fields by which callers are recognised. */
export function recognisedBy(definition: Definition): readonly string[] {
  return [...definition.fields.values()]
    .filter(({ source }) => source.recognise === true)
    .map(({ name }) => name);
}
