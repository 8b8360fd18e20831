/** What the gateway records of how customers came back, in a journey's history. Nobody else may send them. */
export const HAND_OFF_EVENTS = {
  made: 'handoff.made',
  redeemed: 'handoff.redeemed',
  expired: 'handoff.expired',
  recognised: 'caller.recognised',
} as const;

const TYPES: ReadonlySet<string> = new Set(Object.values(HAND_OFF_EVENTS));

/** Whether an event tells of a hand-off, or of a caller who was recognised: a journey takes note of it wherever it stands. */
export function isHandOff(type: string): boolean {
  return TYPES.has(type);
}
