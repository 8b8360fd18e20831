import { BaseRpcContext } from '@nestjs/microservices';
import { type Batch, type StoredRecord } from '#ports';

/** Where a record came from: the second argument of a handler (`@Ctx() context: RecordContext`). */
export class RecordContext extends BaseRpcContext<[StoredRecord, Batch]> {
  get record(): StoredRecord {
    return this.args[0];
  }
  get topic(): string {
    return this.record.topic;
  }
  get partition(): number {
    return this.record.partition;
  }
  get offset(): number {
    return this.record.offset;
  }
  get headers(): StoredRecord['headers'] {
    return this.record.headers;
  }
  /** True once the partition has another owner: write nothing more for it. */
  isStale(): boolean {
    return this.args[1].isStale();
  }
}
