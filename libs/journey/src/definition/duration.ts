const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const CALENDAR = /^P[^T]*\d+[YM]/;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

type ParsedDuration = { readonly ms: number } | { readonly fault: string };

/**
 * An ISO 8601 duration in ms. Weeks, days, hours, minutes and seconds are exact lengths (a day is 24 hours); years and
 * months are refused, since how long they are depends on when they start. The shortest is one second, so that a timer
 * that starts itself again cannot burn; the longest is a hundred years.
 */
export function parseDuration(text: string): ParsedDuration {
  if (CALENDAR.test(text)) {
    return {
      fault: `duration \`${text}\` counts months or years, which have no fixed length; write days, e.g. P30D`,
    };
  }
  const match = PATTERN.exec(text);
  if (match === null || text === 'P' || text.endsWith('T')) {
    return {
      fault: `\`${text}\` is not a duration; write it as ISO 8601, e.g. PT30M, PT24H or P14D`,
    };
  }
  const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.map((part) =>
    Number(part ?? 0),
  );
  const ms = weeks * WEEK + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  if (ms < SECOND) return { fault: `duration \`${text}\` is shorter than one second` };
  if (ms > 36_525 * DAY) return { fault: `duration \`${text}\` is longer than a hundred years` };
  return { ms: Math.round(ms) };
}
