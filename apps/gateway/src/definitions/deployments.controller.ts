import {
  Body,
  Controller,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  bodyOf,
  DeployedSchema,
  type DeployedView,
  DeployQuerySchema,
  DeploySchema,
  faultView,
  offerView,
  refuseFaults,
  ShareSchema,
} from '#api';
import { type Catalogue, deploy, setShare } from '#definitions';
import { YamlBody, ChannelKeyGuard, operatorOf, ApiProblem, queryOf, component } from '#http';
import { CATALOGUE, CLOCK, Inject } from '#nest';
import { refuse, type Clock } from '#ports';

const readDeploy = bodyOf(DeploySchema);
const deployQuery = queryOf(DeployQuerySchema);
const ALL = 100;
type Deploying = ReturnType<typeof readDeploy>;
const readShare = bodyOf(ShareSchema);
const VERSION = /^[1-9]\d{0,6}$/;

@ApiTags('definitions')
@ApiBearerAuth()
@Controller('/v1/definitions')
@UseGuards(ChannelKeyGuard)
export class DeploymentsController {
  private readonly deploying: { readonly catalogue: Catalogue; readonly clock: Clock };

  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.deploying = { catalogue, clock };
  }

  @Post()
  @ApiOperation({
    summary: 'Deploys a version of a journey definition, for all new journeys or a share of them.',
    description:
      'A version never changes: the same text again changes nothing, another text needs the next number. Running ' +
      'journeys stay on their version. Any channel key may; roles are not there yet. Send YAML (application/yaml), ' +
      'with share and reason in the query, or JSON.',
  })
  @deployQuery.describe()
  @ApiConsumes('application/json', 'application/yaml')
  @ApiBody({ schema: component('Deploy', DeploySchema) })
  @ApiResponse({
    status: 201,
    description: 'Deployed; interactions taken from now on know of it.',
    schema: component('Deployed', DeployedSchema),
  })
  @ApiResponse({
    status: 200,
    description: 'This text is deployed already; nothing was changed.',
    schema: component('Deployed', DeployedSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(409, 'The version has another text, or is lower than one that is deployed.')
  @ApiProblem(422, 'The definition has errors; nothing was changed.')
  async deploy(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: unknown,
    @Body() body: unknown,
  ): Promise<DeployedView> {
    const operator = operatorOf(request).name;
    const asked = deployQuery.read(query);
    const { text, share, reason } =
      body instanceof YamlBody ? { ...asked, text: body.text } : withShare(readDeploy(body));
    const outcome = await deploy(this.deploying, {
      text,
      file: 'definition.yaml',
      share,
      operator,
      reason: reason ?? null,
    });
    if (outcome.kind === 'invalid') return refuseFaults(outcome.faults);
    if (outcome.kind === 'conflict') return refuse('conflict', outcome.message);
    const { name, version } = outcome.definition;
    const changed = outcome.kind === 'deployed';
    void reply.status(changed ? 201 : 200);
    return {
      ...this.view(name, version, changed, outcome.deployment),
      warnings: outcome.faults.map(faultView),
    };
  }

  @Post('/:name/versions/:version/share')
  @HttpCode(200)
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiParam({ name: 'version', schema: { type: 'integer' } })
  @ApiOperation({
    summary:
      'Which share of new journeys starts on a version: promotes a canary, or takes one back.',
  })
  @ApiBody({ schema: component('Share', ShareSchema) })
  @ApiResponse({
    status: 200,
    description: 'As it is now.',
    schema: component('Deployed', DeployedSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such version.')
  @ApiProblem(409, 'The version cannot have this share.')
  @ApiProblem(422, 'The body is not valid.')
  async share(
    @Req() request: FastifyRequest,
    @Param('name') name: string,
    @Param('version') given: string,
    @Body() body: unknown,
  ): Promise<DeployedView> {
    const operator = operatorOf(request).name;
    const { share, reason } = readShare(body);
    if (!VERSION.test(given)) refuse('not-found', `There is no ${name}@${given}.`);
    const version = Number(given);
    const outcome = await setShare(this.deploying, {
      name,
      version,
      share,
      operator,
      reason: reason ?? null,
    });
    if (outcome.kind === 'not-found' || outcome.kind === 'conflict') {
      return refuse(outcome.kind, `${outcome.message}.`);
    }
    const changed = outcome.kind === 'changed';
    return { ...this.view(name, version, changed, outcome.deployment), warnings: [] };
  }

  private view(name: string, version: number, changed: boolean, deployment: number) {
    return { name, version, deployment, changed, ...offerView(this.catalogue.current(), name) };
  }
}

/** JSON need not say a share. */
function withShare({ share = ALL, ...rest }: Deploying) {
  return { ...rest, share };
}
