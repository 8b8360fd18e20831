/** `ContinuityStores` of `#ports`. */
export const CONTINUITY_STORES = Symbol('CONTINUITY_STORES');
