import { type Server } from 'node:http';
import { type HttpAdapterHost } from '@nestjs/core';
import { type Config } from '#config';

/** Where hand-off links lead: to the company's page, else to our own. */
export function handOffPageAddress(config: Config, host: HttpAdapterHost): string {
  return config.handOffUrl ?? `${config.gatewayUrl ?? ownAddress(config, host)}/handoff`;
}

/** Where this process listens; one that listens everywhere is found on its own machine. */
function ownAddress({ host, port }: Config, { httpAdapter }: HttpAdapterHost): string {
  const bound = (httpAdapter.getHttpServer() as Server).address();
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  const written = name.includes(':') ? `[${name}]` : name;
  return `http://${written}:${bound !== null && typeof bound === 'object' ? bound.port : port}`;
}
