import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type DecodedRecord, Topics } from '#contracts';
import { RecordContext } from '#nest';
import { CLAIMED, RELEASED } from './claim-book.js';
import { Claims } from './claims.js';
import { DESK } from './desk-transport.js';
import { ScreenPops } from './screen-pops.js';

const journeyEvent = (type: string) => ({ topic: Topics.journeyEvents, type });
const interaction = (type: string) => ({ topic: Topics.interactions, type });

/** What the desk hears. */
@Controller()
export class LogController {
  constructor(
    private readonly pops: ScreenPops,
    private readonly claims: Claims,
  ) {}

  @EventPattern(
    [
      'started',
      'channel-switched',
      'advanced',
      'captured',
      'handoff-made',
      'handoff-redeemed',
      'handoff-expired',
      'recognised',
      'stalled',
      'completed',
      'abandoned',
      'cancelled',
      'failed',
    ].map(journeyEvent),
    DESK,
  )
  async onJourneyEvent(
    @Payload() record: DecodedRecord<'JourneyEvent'>,
    @Ctx() { partition, offset }: RecordContext,
  ): Promise<void> {
    await this.pops.show({ event: record.value, partition, offset });
  }

  @EventPattern([CLAIMED, RELEASED].map(interaction), DESK)
  onClaim(@Payload() entry: DecodedRecord<'Interaction'>, @Ctx() context: RecordContext): void {
    this.claims.apply(entry.value, context.record.timestamp);
  }
}
