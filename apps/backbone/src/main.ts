import { serve } from '#nest';
import { ChannelKeys } from '#security';
import { GatewayModule } from '../../gateway/src/index.js';
import { backbone } from './backbone.js';

await serve({
  ...backbone(),
  ready: (app, address) => {
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    print(`Throughline is ready: ${address}/`);
    const { developmentKey } = app.select(GatewayModule).get(ChannelKeys, { strict: true });
    if (developmentKey === undefined) return;
    print(`Development key, shown this once: ${developmentKey}`);
  },
});
