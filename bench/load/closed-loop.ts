import { HttpConnection } from './http-connection.ts';

/** What connections that each send the next request when the last is answered came to. */
export interface ClosedLoad {
  readonly requests: number;
  readonly seconds: number;
}

/** Runs for so many seconds. Rejects at the first answer that is not a 202. */
export async function closedLoop(
  address: string,
  connections: number,
  seconds: number,
  nextRequest: () => string,
): Promise<ClosedLoad> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  let requests = 0;
  const one = async (): Promise<void> => {
    const connection = new HttpConnection(address);
    try {
      while (performance.now() < end) {
        const { status, body } = await connection.request(nextRequest());
        if (status !== 202) throw new Error(`it answered ${status}: ${body.slice(0, 300)}`);
        requests += 1;
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { requests, seconds: (performance.now() - began) / 1_000 };
}
