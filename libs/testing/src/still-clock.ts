import { type Clock } from '#ports';

/** 2026-11-21T10:15:00Z. */
export const NOW = Date.UTC(2026, 10, 21, 10, 15);

/** A clock that stands still and never keeps anybody waiting. */
export const stillClock: Clock = { now: () => NOW, until: () => Promise.resolve() };
