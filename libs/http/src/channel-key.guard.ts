import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Config } from '#config';
import { CONFIG, Inject } from '#nest';
import { refuse } from '#ports';
import { admit, ChannelKeys, type StoredKey } from '#security';

const callers = new WeakMap<FastifyRequest, StoredKey>();

/** The key a request came with; undefined: none, which only readers on loopback may do. */
export function callerOf(request: FastifyRequest): StoredKey | undefined {
  return callers.get(request);
}

/** Lets in whom `admit` lets in, and remembers under which key. */
@Injectable()
export class ChannelKeyGuard implements CanActivate {
  constructor(
    private readonly keys: ChannelKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { method, headers } = request;
    const { authorization } = headers;
    const admission = await admit(this.keys, this.config.host, { method, authorization });
    switch (admission.kind) {
      case 'known':
        callers.set(request, admission.key);
        return true;
      case 'open':
        return true;
      case 'no-key':
        return refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
      case 'wrong-key':
        return refuse('wrong-key', 'This channel key is not known here, or was revoked.');
    }
  }
}
