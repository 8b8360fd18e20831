import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Deployed } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { withApi } from './api-options.js';

interface DeployOptions extends ApiOptions {
  readonly share: number;
  readonly reason?: string;
}

/** `throughline deploy`: a journey definition into a running installation, or another share for one that is there. */
export function deployCommand(program: Command): void {
  withApi(program.command('deploy'))
    .description(
      'deploy a journey definition, for all new journeys or as a canary; or change its share',
    )
    .argument('<file>', 'definition file, or name@version of one that is deployed')
    .option(
      '--share <percent>',
      'of new journeys: 100 all, less makes it the canary, 0 takes a deployed version back',
      percent,
      100,
    )
    .option('--reason <text>', 'why; kept with the deployment')
    .action(async (file: string, options: DeployOptions) => {
      print(await (deployedVersion(file, options) ?? deployFile(file, options)));
    });
}

function percent(text: string): number {
  const share = Number(text);
  if (Number.isInteger(share) && share >= 0 && share <= 100 && text !== '') return share;
  throw new InvalidArgumentError('Give a whole number of percent, 0 to 100.');
}

function deployedVersion(target: string, options: DeployOptions): Promise<Deployed> | undefined {
  const [, name, version] = /^([a-z][a-z0-9-]*)@([1-9]\d{0,6})$/.exec(target) ?? [];
  if (name === undefined || version === undefined) return undefined;
  const params = { path: { name, version: Number(version) } };
  const path = '/v1/definitions/{name}/versions/{version}/share';
  return answerOf(apiOf(options).POST(path, { params, body: wanted(options) }));
}

async function deployFile(file: string, options: DeployOptions): Promise<Deployed> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure(`${file}: no such file. Or name a deployed version: name@version.`, 2);
  });
  const body = { text, ...wanted(options) };
  return answerOf(apiOf(options).POST('/v1/definitions', { body }));
}

function wanted({ share, reason }: DeployOptions) {
  return { share, ...(reason === undefined ? {} : { reason }) };
}

function print({ name, version, changed, stable, canary, warnings }: Deployed): void {
  for (const { line, column, detail } of warnings) {
    console.log(`${line}:${column} warning: ${detail}`);
  }
  console.log(`${name}@${version}: ${changed ? 'done' : 'was so already, nothing changed'}`);
  const all = stable === null ? 'on none' : `on version ${stable}`;
  const some =
    canary === null ? '' : `, ${canary.share}% of customers on version ${canary.version}`;
  console.log(`new ${name} journeys start ${all}${some}`);
}
