/** `ContinuityStores` of `#ports`. */
export const CONTINUITY_STORES = Symbol('CONTINUITY_STORES');
/** Where hand-off links lead, as a function: a gateway learns its own address when it listens. */
export const HAND_OFF_PAGE = Symbol('HAND_OFF_PAGE');
