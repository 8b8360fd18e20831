import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Config } from '#config';
import { CONFIG } from '#nest';
import { admit, ChannelKeys } from '#security';

/** As at the gateway: doing needs a channel key; looking needs one too unless only this machine can look. */
@Injectable()
export class KeyGuard implements CanActivate {
  constructor(
    private readonly keys: ChannelKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { method, headers } = request;
    const { authorization } = headers;
    const { kind } = await admit(this.keys, this.config.host, { method, authorization });
    if (kind === 'known' || kind === 'open') return true;
    throw new UnauthorizedException('Send a channel key: Authorization: Bearer tl_…');
  }
}
