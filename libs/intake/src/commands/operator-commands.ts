import { logHeaders, type OperatorCommand, Topics } from '#contracts';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type OutgoingRecord,
  type RecordCodec,
} from '#ports';

const SOURCE = '//throughline/operator';

/** A command before it has a time, and knows which definitions are deployed. */
export type CommandOrder = Omit<OperatorCommand, 'time' | 'data' | 'deployment'> & {
  readonly data?: Readonly<Record<string, unknown>>;
};

export interface CommandsOptions {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly catalogue: DefinitionCatalogue;
}

/** Puts operators' commands into the log of record, where the fold carries them out. */
export class OperatorCommands {
  constructor(private readonly options: CommandsOptions) {}

  /** Resolves once the log has acknowledged it. A second one with the same id, for the same subject, changes nothing (I4). */
  async send(order: CommandOrder): Promise<void> {
    await this.options.log.append([this.record(order)]);
  }

  /** The record of a command, for who appends others with it. */
  record({ data, ...order }: CommandOrder): OutgoingRecord {
    const { codec, clock, catalogue } = this.options;
    const time = clock.now();
    const { id, subjectId, command } = order;
    const value = {
      ...order,
      time,
      data: data === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(data)),
      deployment: catalogue.current().known,
    };
    return {
      topic: Topics.interactions,
      key: subjectId,
      value: codec.encode('OperatorCommand', value),
      headers: logHeaders({
        id,
        source: SOURCE,
        type: `throughline.command.${command}`,
        time,
        subject: subjectId,
      }),
    };
  }
}
