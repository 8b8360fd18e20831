import { randomUUIDv7 } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
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
  bodyOf,
  CommandAcceptedSchema,
  type CommandAcceptedView,
  type CommandName,
  CommandSchema,
  iso,
} from '#api';
import { type JourneyState } from '#contracts';
import { journeyIdOf, Subjects } from '#customers';
import { ChannelKeyGuard, operatorOf, ApiProblem, component } from '#http';
import { dataFaults, OperatorCommands } from '#intake';
import { CATALOGUE, Inject } from '#nest';
import { refuse, type DefinitionCatalogue } from '#ports';

const readCommand = bodyOf(CommandSchema);

@ApiTags('journeys')
@ApiBearerAuth()
@Controller('/v1/journeys')
@UseGuards(ChannelKeyGuard)
export class CommandsController {
  constructor(
    private readonly subjects: Subjects,
    private readonly commands: OperatorCommands,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
  ) {}

  @Post('/:id/commands')
  @HttpCode(202)
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Acts on a journey: a record of the log like any other, with the operator’s name.',
    description:
      'The name is the key’s, with the one in X-Operator before it when that is given. Any channel key may; roles are ' +
      'not there yet.',
  })
  @ApiBody({ schema: component('Command', CommandSchema) })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged it; the journey’s history tells what became of it.',
    schema: component('CommandAccepted', CommandAcceptedSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such journey.')
  @ApiProblem(409, 'The journey is not in a state for this.')
  @ApiProblem(422, 'The command is not valid.')
  async send(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<CommandAcceptedView> {
    const operator = operatorOf(request).name;
    const { command, reason, data, id: given } = readCommand(body);
    const journey = await this.subjects.journey(journeyIdOf(id));
    const faults = dataFaults(this.catalogue.current(), journey, command, data);
    if (faults.length > 0) refuse('invalid-request', 'The command has the faults listed.', faults);
    const conflict = conflictOf(journey, command);
    if (conflict !== undefined) refuse('conflict', conflict);
    const commandId = given ?? randomUUIDv7();
    const { journeyId, subjectId } = journey;
    await this.commands.send({
      id: commandId,
      subjectId,
      journeyId,
      command,
      operator,
      reason,
      ...(data === undefined ? {} : { data }),
    });
    return { id: commandId, journeyId, command, operator };
  }
}

/** Why a command cannot do anything, as far as the store knows now; the fold has the last word. */
function conflictOf(
  { status, outcome, endedAt, pausedAt, definition, definitionVersion }: JourneyState,
  command: CommandName,
): string | undefined {
  if (status === 'ended') {
    const when = endedAt === null ? '' : ` at ${iso(endedAt)}`;
    return `The ${definition} journey ended${when}: ${outcome ?? 'no outcome'}.`;
  }
  if (command === 'pause' && status === 'paused') {
    return `The journey is paused already${pausedAt === null ? '' : ` since ${iso(pausedAt)}`}.`;
  }
  if (command === 'resume' && status === 'open') return 'The journey is not paused.';
  if (command === 'advance' && status === 'paused')
    return 'The journey is paused; resume it first.';
  if (command === 'migrate' && status === 'faulted') {
    return `The journey is faulted on version ${definitionVersion}: its records wait for a build that can fold them.`;
  }
  return undefined;
}
