import { ceHeaders } from '#contracts';

/** Who emits what the loop publishes, as CloudEvents' source. */
const SOURCE = '//throughline/orchestrator';

/** What a published record says of itself. Time in ms since the epoch. */
export interface OutputHead {
  readonly id: string;
  readonly type: string;
  readonly time: number;
  /** Subject or journey. */
  readonly key: string;
}

export function outputHeaders({ id, type, time, key }: OutputHead): ReturnType<typeof ceHeaders> {
  return ceHeaders({ id, source: SOURCE, type: `throughline.${type}`, time, subject: key });
}
