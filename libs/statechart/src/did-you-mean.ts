/**
 * Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment), or
 * `limit` as soon as it cannot be fewer. Cells further than that from the diagonal cannot be part of it.
 */
function distance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current: number[] = [row];
    const to = Math.min(b.length, row + limit);
    let least = row;
    for (let column = Math.max(1, row - limit); column <= to; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2];
      if (swapped && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? limit) + 1);
      }
      current[column] = cost;
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit;
}

const MAX_WORD = 64;
/** More letters than these are no slip, however long the word. */
const MAX_SLIP = 4;

/**
 * The known word nearest to an unknown one, if near enough to be a slip: at most a third of its letters differ, and no
 * more than four, case aside. Words longer than 64 characters have no suggestion.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(MAX_SLIP, Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const candidateDistance = distance(wanted, candidate.toLowerCase(), bestDistance);
    if (candidateDistance >= bestDistance) continue;
    best = candidate;
    bestDistance = candidateDistance;
  }
  return best;
}

/** The tail of a message about an unknown word: `; did you mean …?` or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const suggestion = nearest(word, known);
  return suggestion === undefined ? '' : `; did you mean \`${suggestion}\`?`;
}
