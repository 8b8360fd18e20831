import { type Inbox } from '#inbox';
import { token } from '#nest';

/** Interactions that nothing took. */
export const UNMATCHED = token<Inbox>('UNMATCHED');
/** Records that nobody could handle. */
export const DEAD_LETTERS = token<Inbox>('DEAD_LETTERS');
