/** The loop on embedded adapters in a process of its own, to be killed: `loop-worker.ts <directory>`. Says when it has joined. */
import { createCodec, fileRegistry } from '#avro';
import { openEmbeddedLog } from '#log-embedded';
import { startOrchestrator } from '#orchestration';
import { openEmbeddedJourneyStore } from '#store-embedded';
import { interaction } from '../records.js';
import { storyCatalogue } from './story.js';
import { Topics } from '#contracts';
import { systemClock } from '#ports';

const [directory = '', run = '', count = '0'] = process.argv.slice(2);
const log = await openEmbeddedLog({ directory: `${directory}/log` });
const store = await openEmbeddedJourneyStore({ directory: `${directory}/store` });
const codec = await createCodec(fileRegistry());
const orchestrator = await startOrchestrator({
  log,
  store,
  codec,
  catalogue: storyCatalogue,
  clock: systemClock,
  maxBatchRecords: 50,
});

const types = ['order.started', 'order.item-added', 'order.paid', 'order.delivered'];
for (let at = 0; at < Number(count); at++) {
  const subjectId = `customer${String(at % 97).padStart(12, 'x')}`;
  const value = interaction({
    id: `${run}-${at}`,
    subjectId,
    type: types[Math.floor(at / 97) % types.length] ?? 'order.started',
    time: Date.now(),
    data: Buffer.from(JSON.stringify({ item: `item-${at}`, amount: 20 })),
  });
  const record = { topic: Topics.interactions, key: subjectId };
  await log.append([{ ...record, value: codec.encode('Interaction', value) }]);
  process.stdout.write(`${value.id}\n`);
}
process.on('SIGTERM', () => {
  void (async () => {
    await orchestrator.close();
    await store.close();
    await log.close();
  })();
});
