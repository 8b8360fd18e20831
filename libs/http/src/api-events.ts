import { ApiResponse } from '@nestjs/swagger';

/**
 * Describes an answer of server-sent events: of each `event` name the schema of its data, which is JSON. Those without a
 * name are `message` (WHATWG HTML, "Server-sent events").
 */
export function ApiEvents(
  description: string,
  events: Readonly<Record<string, { readonly $ref: string }>>,
): MethodDecorator & ClassDecorator {
  const content = { 'text/event-stream': { schema: { type: 'string' }, 'x-events': events } };
  return ApiResponse({ status: 200, description, content });
}
