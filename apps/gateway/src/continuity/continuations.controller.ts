import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { RelevantContinuationSchema } from '#api';
import { ShownContinuations } from '#continuity';
import { asMeantInQuery, type Meant, Subjects } from '#customers';
import { ChannelKeyGuard, ApiProblem, queryOf, component } from '#http';
import { isRunning, type RelevantContinuation } from '#journey';

const query = queryOf(
  Type.Object(
    {
      scheme: Type.String({ description: 'What `value` is: phone, email, customer, cookie …' }),
      value: Type.String({ minLength: 1, description: 'The identifier.' }),
      channel: Type.Optional(
        Type.String({
          description:
            'The channel that asks: how it does the next step, and what matters to it first.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
);
const Answer = Type.Object({
  subjectId: Type.Union([Type.String(), Type.Null()], { description: 'Null: nobody known.' }),
  standing: Type.Union([Type.Enum(['shared', 'blocked']), Type.Null()], {
    description:
      'Why a known value leads to nobody: several people use it, or an operator said that it is nobody’s. Go on by a ' +
      'hand-off’s code (/v1/handoffs/redeem), or by the journey’s reference or what the caller knows (/v1/recognise).',
  }),
  assurance: Type.Union([Type.Enum(['known', 'verified']), Type.Null()], {
    description:
      'verified: all values are shown. known: the identifier was bound by a hand-off to somebody who was not verified, so no ' +
      'personal value is shown. Null: there is nobody to show anything of.',
  }),
  continuations: Type.Array(RelevantContinuationSchema, {
    description:
      'The most relevant to the channel that asks first; those an operator paused are there, and say so.',
  }),
});

interface Found {
  readonly subjectId: string | null;
  readonly standing: NonNullable<Meant['standing']> | null;
  readonly assurance: Meant['assurance'] | null;
  readonly continuations: readonly RelevantContinuation[];
}

@ApiTags('continuations')
@ApiBearerAuth()
@Controller('/v1/continuations')
@UseGuards(ChannelKeyGuard)
export class ContinuationsController {
  constructor(
    private readonly subjects: Subjects,
    private readonly shown: ShownContinuations,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Where were we? The resume contract of every open journey of a customer.',
  })
  @query.describe()
  @ApiResponse({
    status: 200,
    description: 'Also when nothing is open.',
    schema: component('Continuations', Answer),
  })
  @ApiProblem(400, 'The identifier cannot be read.')
  async find(@Query() given: unknown): Promise<Found> {
    const { scheme, value: written, channel } = query.read(given);
    const value = asMeantInQuery(scheme, written);
    const { subject, standing, assurance } = await this.subjects.meant(scheme, value, channel);
    if (subject === undefined) {
      return { subjectId: null, standing: standing ?? null, assurance: null, continuations: [] };
    }
    const journeys = await this.subjects.journeys(subject);
    const open = journeys.filter(isRunning);
    const continuations = await this.shown.inOrder(open, channel, assurance);
    return { subjectId: subject, standing: null, assurance, continuations };
  }
}
