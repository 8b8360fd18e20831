/** Appends numbered records until it is killed, and says after each append how many the log has acknowledged. */
import { openEmbeddedLog } from '#log-embedded';

const [directory = '', topic = ''] = process.argv.slice(2);
const log = await openEmbeddedLog({ directory });
const padding = 'x'.repeat(300);

let sent = 0;
for (;;) {
  const count = 1 + (sent % 7);
  await log.append(
    Array.from({ length: count }, (_, i) => ({
      topic,
      key: 'one',
      partition: 0,
      value: Buffer.from(`${sent + i} ${padding}`),
    })),
  );
  sent += count;
  process.stdout.write(`${sent}\n`);
}
