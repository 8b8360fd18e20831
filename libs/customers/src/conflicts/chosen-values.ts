import { factsIn } from '#identity';
import { type Fault, refuse, type Conflict, type IdentityStores } from '#ports';
import { type Identifiers } from '../resolve/identifiers.js';
import { schemeOfFact, type StoredFact } from '../resolve/identifier-hash.js';

/** A value that an operator chose: by the key the evidence shows, or as it is. */
export type Choice = { readonly key: string } | { readonly scheme: string; readonly value: string };

/**
 * What is stored of the values chosen: that each is known, and that it is verified. Throws `invalid-request` for one that came
 * with neither of the two, since that must be a mistake.
 */
export async function chosenValues(
  store: Pick<IdentityStores, 'links'>,
  identifiers: Identifiers,
  conflict: Conflict,
  choices: readonly Choice[],
): Promise<readonly StoredFact[]> {
  const links = await Promise.all(conflict.subjects.map((one) => store.links.of(one)));
  const theirs = new Set(
    [...links.flat(), ...conflict.evidence.flatMap((one) => one.identifiers)].map(({ key }) => key),
  );
  const faults: Fault[] = [];
  const chosen = choices.flatMap((choice, i) => {
    const facts =
      'key' in choice
        ? factsOfKey(conflict, choice.key)
        : factsOfValue(identifiers, conflict, choice);
    if ('fault' in facts) {
      faults.push({ pointer: `/identifiers/${i}`, detail: facts.fault });
      return [];
    }
    if (facts.some(({ key }) => theirs.has(key))) return facts;
    faults.push({
      pointer: `/identifiers/${i}`,
      detail: 'it came with neither of these two customers',
    });
    return [];
  });
  if (faults.length > 0) refuse('invalid-request', 'The body has the faults listed.', faults);
  return [...new Map(chosen.map((fact) => [fact.key, fact])).values()];
}

type Facts = readonly StoredFact[] | { readonly fault: string };

/** With the other fact about the same value, where the evidence leaves no doubt which that is. */
function factsOfKey({ evidence }: Conflict, shown: string): Facts {
  const came = evidence.map((one) => one.identifiers);
  const facts = came.flat().filter(({ key }) => key.startsWith(shown));
  if (facts.length === 0) return { fault: 'the evidence has no value with this key' };
  if (new Set(facts.map(({ key }) => key)).size > 1) {
    return { fault: 'the evidence has several values whose keys begin so; give more of it' };
  }
  const beside = came.flatMap((together) => {
    if (!together.some(({ key }) => key.startsWith(shown))) return [];
    const alike = together.filter((one) => schemeOf(one) === schemeOf(facts[0]));
    const schemes = new Set(alike.map(({ scheme }) => scheme));
    return schemes.size === alike.length ? alike : [];
  });
  return [...facts, ...beside].map(({ key, scheme }) => ({ key, scheme }));
}

function schemeOf(fact: StoredFact | undefined): string | undefined {
  return fact && schemeOfFact(fact.scheme).scheme;
}

/** As it is read on the channels the evidence came by. */
function factsOfValue(
  identifiers: Identifiers,
  { evidence }: Conflict,
  choice: { readonly scheme: string; readonly value: string },
): Facts {
  const { identifier, fault } = identifiers.normalise(choice, evidence.at(-1)?.channel);
  if (identifier === undefined) return { fault };
  if (!identifier.links) return { fault: 'it is a placeholder: it links nothing anyway' };
  return factsIn({ ...identifier, verified: true }).map((fact) => identifiers.fact(fact));
}
