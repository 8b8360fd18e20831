import { type FastifyRequest } from 'fastify';
import { bodyOf, DiscardSchema, InboxExplainQuery, InboxListQuery, ReplaySchema } from '#api';
import { callerOf, operatorOf, queryOf } from '#http';
import { type Reveal } from '#inbox';
import { type KeyScope } from '#security';

export const listQuery = queryOf(InboxListQuery);
export const explainQuery = queryOf(InboxExplainQuery);
export const readReplay = bodyOf(ReplaySchema);
export const readDiscard = bodyOf(DiscardSchema);

const EVERYTHING: KeyScope = { channels: ['*'], types: ['*'] };

/** What whoever asks may send; who needs no key to look sees what anyone could. */
export function scopeOf(request: FastifyRequest): KeyScope {
  return callerOf(request) ?? EVERYTHING;
}

/** Throws `no-key` where somebody wants to see personal values without saying who. */
export function revealOf(request: FastifyRequest, reason: string | undefined): Reveal | undefined {
  return reason === undefined ? undefined : { by: operatorOf(request).name, reason };
}
