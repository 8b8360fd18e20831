import { serve } from '#http';
import { ChannelKeys } from '#security';
import { backbone } from './backbone.js';

await serve({
  ...backbone(),
  ready: async (app, address, print) => {
    await print(`Throughline is ready: ${address}/`);
    const keys = app.get(ChannelKeys);
    await keys.showDevelopmentKey((key) => print(`Development key, shown this once: ${key}`));
  },
});
