import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { iso, SubjectQuery, SubjectSchema, type SubjectView } from '#api';
import { type SubjectId } from '#contracts';
import {
  asMeantInQuery,
  Identifiers,
  subjectIdOf,
  shownKey,
  SubjectRecords,
  Subjects,
} from '#customers';
import { ChannelKeyGuard, ApiProblem, queryOf, component } from '#http';
import { IDENTITY_STORE, Inject } from '#nest';
import { refuse, type IdentifierKey, type IdentityStores } from '#ports';

const query = queryOf(SubjectQuery);

@ApiTags('subjects')
@ApiBearerAuth()
@Controller('/v1/subjects')
@UseGuards(ChannelKeyGuard)
export class SubjectsController {
  constructor(
    private readonly subjects: Subjects,
    private readonly records: SubjectRecords,
    private readonly identifiers: Identifiers,
    @Inject(IDENTITY_STORE)
    private readonly identities: Pick<
      IdentityStores,
      'links' | 'merges' | 'conflicts' | 'erasures'
    >,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The person or business an identifier belongs to.' })
  @query.describe()
  @ApiResponse({
    status: 200,
    description: 'The subject.',
    schema: component('Subject', SubjectSchema),
  })
  @ApiProblem(400, 'The identifier cannot be read.')
  @ApiProblem(404, 'The identifier is not known, or leads to nobody: shared or blocked.')
  async find(@Query() given: unknown): Promise<SubjectView> {
    const { scheme, value: written } = query.read(given);
    const value = asMeantInQuery(scheme, written);
    const { subject, standing } = await this.subjects.meant(scheme, value);
    const key = this.keyOf(scheme, value);
    if (standing !== undefined) {
      return refuse('not-found', await this.leadsNowhere(scheme, key, standing));
    }
    if (subject === undefined) return refuse('not-found', `This ${scheme} is not known.`);
    return { ...(await this.view(subject)), ...(key !== undefined && { asked: shownKey(key) }) };
  }

  @Get('/:id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary:
      'Who a customer is: identifiers, merges, whom they are kept apart from, open conflicts.',
    description: 'Of one that was merged, `subjectId` and all else are of the one it became.',
  })
  @ApiResponse({
    status: 200,
    description: 'The subject.',
    schema: component('Subject', SubjectSchema),
  })
  @ApiProblem(404, 'There is no such customer, or they were erased.')
  async one(@Param('id') id: string): Promise<SubjectView> {
    const asked = subjectIdOf(id);
    const subject = await this.identities.merges.follow(asked);
    const erasedAt = await this.identities.erasures.erasedAt(subject);
    if (erasedAt !== undefined) {
      return refuse('not-found', `Customer ${subject} was erased at ${iso(erasedAt)}.`);
    }
    const view = await this.view(subject);
    const isKnown = view.identifiers.length > 0 || (await this.subjects.state(subject));
    return isKnown ? view : refuse('not-found', `There is no customer ${id}.`);
  }

  private async view(subject: SubjectId) {
    const [record, conflicts] = await Promise.all([
      this.records.of(subject),
      this.identities.conflicts.of(subject),
    ]);
    const family = new Set([subject, ...record.merges.map(({ from }) => from)]);
    const open = conflicts
      .filter(({ ruling }) => ruling === null)
      .toSorted((a, b) => b.lastAt - a.lastAt);
    return {
      ...record,
      conflicts: open.map(({ id, subjects: [one, other], times, lastAt }) => {
        return { id, with: family.has(one) ? other : one, times, lastAt: iso(lastAt) };
      }),
    };
  }

  private keyOf(scheme: string, value: string): IdentifierKey | undefined {
    const { identifier } = this.identifiers.normalise({ scheme, value });
    return identifier && this.identifiers.fact({ ...identifier, verified: false }).key;
  }

  /** Why a value that is known leads to nobody, and where to look on. */
  private async leadsNowhere(
    scheme: string,
    key: IdentifierKey | undefined,
    standing: 'shared' | 'blocked',
  ): Promise<string> {
    const why =
      standing === 'shared' ? 'is shared by several people' : 'was blocked by an operator';
    const [link] = key === undefined ? [] : await this.identities.links.lookup([key]);
    const linked = link === undefined ? '' : ` It was linked to customer ${link.subject}.`;
    return `This ${scheme} ${why}, so it leads to nobody.${linked} Ask by another identifier, or by the customer’s id.`;
  }
}
