/** `InboxStore` of `#ports`. */
export const INBOX_STORE = Symbol('INBOX_STORE');
/** `Inbox` of interactions that nothing took. */
export const UNMATCHED = Symbol('UNMATCHED');
/** `Inbox` of records that nobody could handle. */
export const DEAD_LETTERS = Symbol('DEAD_LETTERS');
