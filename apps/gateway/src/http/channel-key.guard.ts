import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Config } from '#config';
import { CONFIG } from '#nest';
import { ChannelKeys, isLoopback, type StoredKey } from '#security';
import { refuse } from './problem.js';

const BEARER = /^Bearer +(\S+)$/i;
const callers = new WeakMap<FastifyRequest, StoredKey>();

/** The key a request came with; undefined: none, which only readers on loopback may do. */
export function callerOf(request: FastifyRequest): StoredKey | undefined {
  return callers.get(request);
}

/**
 * Writing needs a channel key. Reading needs one too unless the server is reached from this machine only; a key that
 * is given is always checked.
 */
@Injectable()
export class ChannelKeyGuard implements CanActivate {
  private readonly openForReading: boolean;

  constructor(
    private readonly keys: ChannelKeys,
    @Inject(CONFIG) config: Config,
  ) {
    this.openForReading = isLoopback(config.host);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers.authorization;
    if (header === undefined) {
      if (this.openForReading && request.method === 'GET') return true;
      refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
    }
    const key = BEARER.exec(header)?.[1];
    const stored = key === undefined ? undefined : await this.keys.verify(key);
    if (stored === undefined) {
      refuse('wrong-key', 'This channel key is not known here, or was revoked.');
    }
    callers.set(request, stored);
    return true;
  }
}
