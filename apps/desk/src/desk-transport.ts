/** Transport id of the desk's handlers: several services may listen to the log in one process. */
export const DESK = Symbol('desk');
