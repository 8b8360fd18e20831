import { serve } from '#http';
import { ChannelKeys } from '#security';
import { GatewayModule } from '../../gateway/src/index.js';
import { backbone } from './backbone.js';

await serve({
  ...backbone(),
  ready: async (app, address, print) => {
    await print(`Throughline is ready: ${address}/`);
    const keys = app.select(GatewayModule).get(ChannelKeys, { strict: true });
    await keys.showDevelopmentKey((key) => print(`Development key, shown this once: ${key}`));
  },
});
