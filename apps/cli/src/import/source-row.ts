/** A value as a file gives it. Dates are ISO 8601 strings, as written. */
export type SourceValue =
  | string
  | number
  | boolean
  | null
  | readonly SourceValue[]
  | { readonly [name: string]: SourceValue };

/** One event of a historical file, whatever the format. */
export interface SourceRow {
  /** Place in the file, from 0: what orders events of the same time. */
  readonly index: number;
  /** Place within its case, from 0; in formats without cases, 0. */
  readonly indexInCase: number;
  /** XES event attributes, CSV columns, or the JSON object's members. */
  readonly event: Readonly<Record<string, SourceValue>>;
  /** XES trace attributes; empty in formats without cases. */
  readonly case: Readonly<Record<string, SourceValue>>;
}

/** A file that cannot be read on: says where and why. */
export class UnreadableFile extends Error {
  constructor(where: string, why: string) {
    super(`${where}: ${why}`);
    this.name = 'UnreadableFile';
  }
}
