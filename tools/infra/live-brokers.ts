import { connect } from 'node:net';

const TIMEOUT_MS = 2_000;

/** Metadata request, version 1, for no topic (kafka.apache.org/protocol): size, key, version, correlation, client, topics. */
const METADATA = Buffer.from(
  '0000000e' + '0003' + '0001' + '00000001' + 'ffff' + '00000000',
  'hex',
);

/** How many brokers the cluster behind 127.0.0.1:`port` says are alive; 0 when nobody answers. */
export async function liveBrokers(port: number): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = Buffer.alloc(0);
    const done = (count: number): void => {
      socket.destroy();
      resolve(count);
    };
    socket.setTimeout(TIMEOUT_MS, () => done(0));
    socket.on('error', () => done(0));
    socket.on('close', () => done(0));
    socket.on('connect', () => socket.write(METADATA));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= 12) done(answer.readInt32BE(8)); // size, correlation, then the brokers
    });
  });
}
