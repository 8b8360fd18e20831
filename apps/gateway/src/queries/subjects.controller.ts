import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { type SubjectId } from '#contracts';
import { schemeOfFact } from '#intake';
import { summarise } from '#journey';
import { CATALOGUE } from '#nest';
import { compareBySeen, type DefinitionCatalogue } from '#ports';
import { ChannelKeyGuard } from '../http/channel-key.guard.js';
import { refuse } from '../http/problem.js';
import { ApiProblem } from '../http/problem-schema.js';
import { queryOf } from '../http/query.js';
import { component } from '../http/schema-object.js';
import { SummarySchema } from './journey-schemas.js';
import { iso, summaryView } from './journey-view.js';
import { Subjects } from './subjects.js';

const query = queryOf(
  Type.Object(
    { scheme: Type.String(), value: Type.String({ minLength: 1 }) },
    { additionalProperties: false },
  ),
);
const Answer = Type.Object({
  subjectId: Type.String(),
  identifiers: Type.Array(
    Type.Object({
      scheme: Type.String(),
      verified: Type.Boolean(),
      linkedAt: Type.String({ format: 'date-time' }),
      subjectId: Type.String({ description: 'The subject it was linked to, before any merge.' }),
    }),
    { description: 'Of the values only hashes are kept.' },
  ),
  journeys: Type.Array(SummarySchema),
});

@ApiTags('subjects')
@ApiBearerAuth()
@Controller('/v1/subjects')
@UseGuards(ChannelKeyGuard)
export class SubjectsController {
  constructor(
    private readonly subjects: Subjects,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The person or business an identifier belongs to.' })
  @query.describe()
  @ApiResponse({ status: 200, description: 'The subject.', schema: component('Subject', Answer) })
  @ApiProblem(400, 'The identifier cannot be read.')
  @ApiProblem(404, 'The identifier is not known.')
  async find(@Query() given: unknown) {
    const { scheme, value } = query.read(given);
    const subjectId = await this.subjects.find(scheme, value);
    if (subjectId === undefined) return refuse('not-found', `This ${scheme} is not known.`);
    const journeys = await this.subjects.journeys(subjectId);
    const rows = summarise({ journeys }).toSorted(compareBySeen);
    return {
      subjectId,
      identifiers: await this.identifiers(subjectId),
      journeys: rows.map((row) => summaryView(this.catalogue.current(), row)),
    };
  }

  /** One row per link: that an identifier is verified is a link beside the one that it is known. */
  private async identifiers(subject: SubjectId) {
    const links = await this.subjects.links(subject);
    return links
      .toSorted((a, b) => a.linkedAt - b.linkedAt)
      .map((link) => ({
        ...schemeOfFact(link.scheme),
        linkedAt: iso(link.linkedAt),
        subjectId: link.subject,
      }));
  }
}
