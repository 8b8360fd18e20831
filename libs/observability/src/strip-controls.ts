/** DEL and C1 controls, line separators, and the marks that turn the direction of text. JSON does not escape them. */
const RAW = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** Any JSON escape; matched whole, so that an escaped backslash is not taken for the beginning of one. */
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|.)/g;
/** `\b`, `\f`, `\r` and the C0 controls that have no short escape. */
const CONTROL = /^\\(?:[bfr]|u00[01][0-9a-fA-F])$/;

/** A line of JSON without the control characters in its texts, except for tab and new line (which it holds escaped). */
export function stripControls(line: string): string {
  return line.replace(RAW, '').replace(ESCAPE, (escape) => (CONTROL.test(escape) ? '' : escape));
}
