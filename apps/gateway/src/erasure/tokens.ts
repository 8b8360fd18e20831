export const ERASURE_PLACES = Symbol('ERASURE_PLACES');
