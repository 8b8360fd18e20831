/** `scheme=value`, as people write an identifier in commands and searches; undefined when it is none. */
export function identifierIn(text: string): { scheme: string; value: string } | undefined {
  const [, scheme, value] = /^([a-z][a-z0-9-]*)=(.+)$/s.exec(text) ?? [];
  return scheme === undefined || value === undefined ? undefined : { scheme, value };
}

/**
 * An identifier's value as whoever wrote a query string meant it. There `+` stands for a blank, but who writes a phone number
 * or an e-mail address by hand leaves its plus as it is; neither has a blank where a plus may stand.
 */
export function asMeantInQuery(scheme: string, value: string): string {
  if (scheme === 'phone') return value.replace(/^ /, '+');
  return scheme === 'email' ? value.replaceAll(/(?<=\S) (?=\S)/g, '+') : value;
}
