const PERSONS = new Set(['customer', 'agent']);

/** Whether a customer did it, or somebody who talks with one. What systems and operators do is not the customer's effort. */
export function isByPerson(actorKind: string): boolean {
  return PERSONS.has(actorKind);
}
