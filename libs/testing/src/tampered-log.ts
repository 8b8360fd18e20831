import { open } from 'lmdb';

/** Reaches into the files of an embedded log that nobody has open, past everything that keeps it right. */
export interface TamperedLog {
  /** Takes a record away; its offset stays empty. */
  lose(topic: string, partition: number, offset: number): Promise<void>;
  /** Puts a copy of a record at the end of its partition; returns the copy's offset. */
  double(topic: string, partition: number, offset: number): Promise<number>;
  /** Puts two records in each other's place. */
  swap(topic: string, partition: number, one: number, other: number): Promise<void>;
  close(): Promise<void>;
}

interface Ends {
  readonly earliest: number;
  readonly latest: number;
}

/** `directory` is the log's own. The layout is that of log-embedded's record-layout.ts. */
export function tamperWithLog(directory: string): TamperedLog {
  const root = open({ path: directory, maxDbs: 8 });
  const topics = root.openDB<{ readonly id: number }, string>({ name: 'topics' });
  const ends = root.openDB<Ends, number[]>({ name: 'ends' });
  const records = root.openDB<Buffer, Buffer>({
    name: 'records',
    keyEncoding: 'binary',
    encoding: 'binary',
  });
  const topicId = (topic: string): number => found(topics.get(topic), `topic ${topic}`).id;
  const keyOf = (topic: string, partition: number, offset: number): Buffer => {
    const key = Buffer.alloc(12);
    key.writeUInt16BE(topicId(topic), 0);
    key.writeUInt16BE(partition, 2);
    key.writeBigUInt64BE(BigInt(offset), 4);
    return key;
  };
  const recordAt = (key: Buffer): Buffer =>
    Buffer.from(found(records.get(key), `record ${key.toString('hex')}`));
  return {
    async lose(topic, partition, offset) {
      const key = keyOf(topic, partition, offset);
      recordAt(key);
      await records.remove(key);
    },
    async double(topic, partition, offset) {
      const place = [topicId(topic), partition];
      const { earliest, latest } = found(ends.get(place), `partition ${partition}`);
      await records.put(keyOf(topic, partition, latest), recordAt(keyOf(topic, partition, offset)));
      await ends.put(place, { earliest, latest: latest + 1 });
      return latest;
    },
    async swap(topic, partition, one, other) {
      const keys = [keyOf(topic, partition, one), keyOf(topic, partition, other)] as const;
      const values = [recordAt(keys[0]), recordAt(keys[1])] as const;
      await records.put(keys[0], values[1]);
      await records.put(keys[1], values[0]);
    },
    close: () => root.close(),
  };
}

function found<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new Error(`the log has no ${what}`);
}
