import { type FastifyRequest } from 'fastify';
import { refuse } from '#ports';
import { type Operator } from '#security';
import { callerOf } from './channel-key.guard.js';

const NAME = /^[^\p{C}]{1,128}$/u;

/**
 * Whoever sent a request. The name in `X-Operator` is taken as given until people sign in, so the key's stands beside it.
 * Throws `no-key`.
 */
export function operatorOf(request: FastifyRequest): Operator {
  const key = callerOf(request);
  if (key === undefined) refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
  const given = request.headers['x-operator'];
  if (given === undefined) return { name: key.name, key };
  if (typeof given !== 'string' || !NAME.test(given)) {
    refuse('invalid-parameter', 'X-Operator is a name of 1 to 128 characters.');
  }
  return { name: `${given} (${key.name})`, key };
}
