/** What became of a record in one journey. */
export interface Verdict {
  readonly kind: 'advanced' | 'captured' | 'deferred' | 'late' | 'ignored' | 'unmatched';
  readonly reason: string | null;
  readonly detail: string | null;
}

export function verdict(
  kind: Verdict['kind'],
  reason: string | null = null,
  notes: readonly string[] = [],
): Verdict {
  return { kind, reason, detail: notes.length === 0 ? null : notes.join('; ') };
}
