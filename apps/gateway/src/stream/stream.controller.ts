import { Controller, Get, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { JourneyEventSchema, LeaseEventSchema, StreamQuery } from '#api';
import { type JourneyEvent, partitionOf, Topics } from '#contracts';
import { journeyIdOf, Subjects } from '#customers';
import { Presence } from '#continuity';
import {
  callerOf,
  ChannelKeyGuard,
  ApiEvents,
  ApiProblem,
  component,
  lastPosition,
  noQuery,
  queryOf,
  ServerSentEvents,
} from '#http';
import { EVENT_LOG, Inject } from '#nest';
import { type EventLog } from '#ports';
import { ChannelKeys } from '#security';
import { type StreamRequest, Streams } from '#streams';

const query = queryOf(StreamQuery);
const events = {
  message: component('JourneyEvent', JourneyEventSchema),
  lease: component('LeaseEvent', LeaseEventSchema),
};

@ApiTags('streams')
@ApiBearerAuth()
@Controller('/v1')
@UseGuards(ChannelKeyGuard)
export class StreamController {
  constructor(
    private readonly streams: Streams,
    private readonly subjects: Subjects,
    private readonly keys: ChannelKeys,
    private readonly presence: Presence,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  @Get('/stream')
  @ApiOperation({
    summary: 'Journey events as they happen, as JSON in server-sent events.',
    description:
      'Unless narrowed, also events named `lease`: {journeyId, lease}, null when nobody works on it any more. Those are told ' +
      'as they happen, and not again after `Last-Event-ID`.',
  })
  @query.describe()
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on behind this event.' })
  @ApiEvents('Does not end by itself.', events)
  @ApiProblem(503, 'Too many streams.')
  async all(
    @Query() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { definition, type, channel } = query.read(given);
    const accepts = (event: JourneyEvent): boolean =>
      (definition === undefined || definition === event.definition) &&
      (type === undefined || type === event.type) &&
      (channel === undefined || channel === event.channel);
    const isNarrowed = definition !== undefined || channel !== undefined || type !== undefined;
    const wantsLeases = !isNarrowed || type === 'lease';
    const presence = wantsLeases ? { journeyId: undefined, of: this.presence } : undefined;
    await this.start(request, reply, { partition: undefined, accepts, presence });
  }

  @Get('/journeys/:id/stream')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({ summary: 'The events of one journey, and who works on it, as they happen.' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on behind this event.' })
  @ApiEvents('Does not end by itself.', events)
  @ApiProblem(404, 'There is no such journey.')
  @noQuery.describe()
  async ofJourney(
    @Param('id') id: string,
    @Query() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    noQuery.read(given);
    const { journeyId } = await this.subjects.journey(journeyIdOf(id));
    const partition = partitionOf(journeyId, await this.log.partitions(Topics.journeyEvents));
    const accepts = (event: JourneyEvent): boolean => event.journeyId === journeyId;
    const presence = { journeyId: journeyIdOf(journeyId), of: this.presence };
    await this.start(request, reply, { partition, accepts, presence });
  }

  private async start(
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: Pick<StreamRequest, 'partition' | 'accepts' | 'presence'>,
  ): Promise<void> {
    const caller = callerOf(request);
    await this.streams.begin({
      open: () => new ServerSentEvents(reply.raw),
      last: lastPosition(request),
      ...wanted,
      isAllowed: async () => caller === undefined || (await this.keys.isActive(caller.id)),
    });
    reply.hijack();
  }
}
