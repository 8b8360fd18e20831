import { type TraceHeaders } from '#customers';

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace that a sender's `traceparent` (W3C Trace Context, 3.2) carries on; none when it is not well formed. */
export function traceOf(traceparent: unknown): TraceHeaders {
  return typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {};
}
