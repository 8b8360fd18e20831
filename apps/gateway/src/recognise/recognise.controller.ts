import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import {
  AskingSchema,
  bodyOf,
  RecognitionSchema,
  type RecognitionView,
  ReferenceSchema,
  type ReferenceView,
} from '#api';
import { countedBy, identifiersOf, keyFor, Callers, Recogniser } from '#continuity';
import { Identifiers, journeyIdOf, Subjects } from '#customers';
import { callerOf, ChannelKeyGuard, ApiProblem, noQuery, component } from '#http';
import { traceOf } from '#intake';

const readAsking = bodyOf(AskingSchema);

@ApiTags('recognition')
@ApiBearerAuth()
@Controller('/v1')
@UseGuards(ChannelKeyGuard)
export class RecogniseController {
  constructor(
    private readonly callers: Callers,
    private readonly recogniser: Recogniser,
    private readonly subjects: Subjects,
    private readonly identifiers: Identifiers,
  ) {}

  @Post('/recognise')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Finds the journeys of a caller whom no identifier tells, by what they know.',
    description:
      'Two fields must match, or one and the journey’s reference, before any value is shown. Fields are those that definitions ' +
      'mark with `recognise`. Every attempt is kept with the agent’s name.',
  })
  @ApiBody({ schema: component('RecognitionAsking', AskingSchema) })
  @ApiResponse({
    status: 200,
    description: 'What came of it, also when nobody is recognised.',
    schema: component('Recognition', RecognitionSchema),
  })
  @ApiProblem(403, 'The key does not allow this channel.')
  @ApiProblem(422, 'The body is not valid, or nobody is recognised by such a field.')
  @ApiProblem(429, 'Too many callers were not recognised.')
  async recognise(@Req() request: FastifyRequest, @Body() body: unknown): Promise<RecognitionView> {
    const asked = readAsking(body);
    const { agent, channel, reference, fields = {} } = asked;
    const key = keyFor(callerOf(request), channel);
    const identifiers = identifiersOf(asked.identifiers ?? [], this.identifiers, channel);
    const counted = countedBy(this.identifiers, identifiers);
    const caller = { keyId: key.id, ip: request.ip, identifiers: counted };
    const trace = traceOf(request.headers.traceparent);
    return this.callers.recognise({
      agent,
      channel,
      reference,
      fields,
      identifiers,
      caller,
      trace,
    });
  }

  @Get('/journeys/:id/reference')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'What a customer can say to be asked about this journey. It is no secret.',
  })
  @ApiResponse({
    status: 200,
    description: 'Always the same for a journey.',
    schema: component('Reference', ReferenceSchema),
  })
  @ApiProblem(404, 'There is no such journey.')
  @noQuery.describe()
  async reference(@Param('id') id: string, @Query() given: unknown): Promise<ReferenceView> {
    noQuery.read(given);
    const { journeyId } = await this.subjects.journey(journeyIdOf(id));
    return { journeyId, reference: this.recogniser.reference(journeyIdOf(journeyId)) };
  }
}
