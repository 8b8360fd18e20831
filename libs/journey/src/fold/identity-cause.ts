import { type Cause } from '#contracts';
import { type Fold } from './fold.js';

/** The record that moves a journey. */
export interface MovedBy {
  /** merged or split. */
  readonly kind: string;
  readonly id: string;
}

/** What a change of identities is to a journey. */
export function identityCause({ outputs }: Fold, { kind, id }: MovedBy): Cause {
  return {
    kind: 'identity',
    id,
    type: kind,
    actorKind: 'system',
    actorId: null,
    ...outputs.position,
  };
}
