import { nearest } from '#statechart';
import { type DefinitionSource, type FieldSource } from '../definition/definition.js';
import { expressionsOf } from '../definition/expressions-of.js';
import { compileExpression } from '../expression/expression.js';
import { type Report } from '../definition/report.js';
import { type PlacedState } from '../definition/state-graph.js';
import { transitionLists } from '../definition/transition-lists.js';

type Path = readonly (string | number)[];

/** Fields that can never have a value, whose rules contradict one another, or that nothing uses. */
export function checkFields(
  source: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const fields = Object.entries(source.fields ?? {});
  for (const [name, field] of fields) {
    const path = ['fields', name];
    // Values are kept by name in plain objects: a name every object has would find something that is no value.
    if (name in {}) report(path, `\`${name}\` is a reserved word; call the field otherwise`);
    if (field.from.length === 0) {
      report([...path, 'from'], `field \`${name}\` is never collected; name an event for it`);
    }
    if (field.prefer === 'verified' && field.verifiedBy === undefined) {
      report(
        [...path, 'prefer'],
        `field \`${name}\` prefers verified values, but nothing verifies it; add \`verifiedBy\``,
        'warning',
      );
    }
    if (field.recognise === true && !['string', 'number', 'integer'].includes(field.type)) {
      report(
        [...path, 'recognise'],
        `nobody can be recognised by \`${name}\`, which is of type ${field.type}; leave it out`,
      );
    }
    checkRules(name, field, path, report);
  }
  checkUsed(fields, states, report);
}

const RULES = {
  format: ['string'],
  enum: ['string', 'number', 'integer'],
  minimum: ['number', 'integer'],
  maximum: ['number', 'integer'],
  minLength: ['string', 'array'],
  maxLength: ['string', 'array'],
} as const satisfies Partial<Record<keyof FieldSource, readonly FieldSource['type'][]>>;

function checkRules(name: string, field: FieldSource, path: Path, report: Report): void {
  for (const [rule, types] of Object.entries(RULES)) {
    if (field[rule as keyof typeof RULES] === undefined) continue;
    if (types.some((type) => type === field.type)) continue;
    report(
      [...path, rule],
      `\`${rule}\` is for ${types.join(' and ')} fields, and \`${name}\` is of type ${field.type}; leave it out`,
    );
  }
  for (const [low, high] of [
    ['minimum', 'maximum'],
    ['minLength', 'maxLength'],
  ] as const) {
    const [least, most] = [field[low], field[high]];
    if (least === undefined || most === undefined || least <= most) continue;
    report([...path, low], `no value of \`${name}\` can be at least ${least} and at most ${most}`);
  }
  const wanted = field.type === 'string' ? 'string' : 'number';
  field.enum?.forEach((value, index) => {
    if (!RULES.enum.some((type) => type === field.type)) return;
    const fits = field.type === 'integer' ? Number.isSafeInteger(value) : typeof value === wanted;
    if (fits) return;
    report(
      [...path, 'enum', index],
      `\`${value}\` is not of type ${field.type}, so \`${name}\` can never have it${wanted === 'string' ? '; put it in quotes' : ''}`,
    );
  });
}

/** A field with a title is there to be seen; one without is for the journey's own use. */
function checkUsed(
  fields: readonly (readonly [string, FieldSource])[],
  states: readonly PlacedState[],
  report: Report,
): void {
  const unexplained = fields.filter(
    ([, { title, identifies }]) => title === undefined && identifies === undefined,
  );
  if (unexplained.length === 0) return;
  const named = states.flatMap((state) => [
    ...(state.source.needs ?? []),
    ...transitionLists(state).flatMap(({ candidates }) =>
      candidates.flatMap(({ transition }) => transition.needs ?? []),
    ),
  ]);
  for (const text of new Set(states.flatMap((state) => expressionsOf(state)))) {
    const compiled = compileExpression(text, 'any');
    // What cannot be read might have used any of them.
    if ('fault' in compiled || compiled.expression.anyField) return;
    named.push(...compiled.expression.fields);
  }
  const known = fields.map(([name]) => name);
  // A field whose name is misspelt somewhere is meant there.
  const used = new Set(named.map((name) => (known.includes(name) ? name : nearest(name, known))));
  for (const [name] of unexplained) {
    if (used.has(name)) continue;
    report(
      ['fields', name],
      `field \`${name}\` is collected, but no step needs it and no guard or input reads it; leave it out, or give it a \`title\` if people shall see it`,
      'warning',
    );
  }
}
