import { Topics } from '#contracts';
import type { EventLog } from '#ports';

const LEADER_TIMEOUT_MS = 20_000;

/** The next offset of each partition. Topics made a moment ago have no leaders yet: waits for them. */
export async function endsOf(log: EventLog): Promise<number[]> {
  for (const deadline = Date.now() + LEADER_TIMEOUT_MS; ;) {
    try {
      const bounds = await log.bounds(Topics.interactions);
      return bounds.toSorted((a, b) => a.partition - b.partition).map(({ latest }) => latest);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}
