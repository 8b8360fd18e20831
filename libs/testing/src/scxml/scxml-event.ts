/** What the ECMAScript data model shows as `_event`; every field is there, also without a value (SCXML 5.10.1). */
export interface ScxmlEvent {
  readonly name: string;
  readonly type: 'platform' | 'internal' | 'external';
  readonly sendid: string | undefined;
  readonly origin: string | undefined;
  readonly origintype: string | undefined;
  readonly invokeid: string | undefined;
  readonly data: unknown;
}

export function scxmlEvent(
  name: string,
  type: ScxmlEvent['type'],
  about: Partial<ScxmlEvent> = {},
): ScxmlEvent {
  const blank = { sendid: undefined, origin: undefined, origintype: undefined };
  return { name, type, ...blank, invokeid: undefined, data: undefined, ...about };
}

/** Ends a block of executable content; becomes the event it names (SCXML 3.12.2). */
export class ExecutionError extends Error {
  constructor(
    message: string,
    readonly event: 'error.execution' | 'error.communication' = 'error.execution',
    readonly sendid?: string,
  ) {
    super(message);
    this.name = 'ExecutionError';
  }
}
