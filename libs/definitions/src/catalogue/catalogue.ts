/**
 * The journey definitions of an installation: `throughline.definitions.v1`, partition 0, read from its beginning and
 * followed.
 *
 * 1. The n-th record is deployment n, whatever it holds: one that cannot be read keeps its number and is void.
 * 2. What is known only grows, and who waits for a deployment is told as soon as it is read.
 * 3. The topic decides. Who deploys appends, reads its own record back, and looks what became of it; so two who deploy the
 *    same at once end with one deployment.
 * 4. A text that this build cannot compile costs its own version and nothing else.
 */
import { ceHeaders, type DefinitionDeployment, Topics } from '#contracts';
import { deployedDefinitions, type Definitions } from '#journey';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  hasCode,
  type OutgoingRecord,
  type RecordCodec,
  retry,
  type StoredRecord,
  ThroughlineError,
  within,
} from '#ports';
import { type FileFault } from '../file-fault.js';
import {
  type ReadDeployment,
  readDeployment,
  readRecord,
  withoutRecord,
} from './read-deployment.js';

const PARTITION = 0;
const SOURCE = '//throughline/catalogue';
const POLL_MS = 5_000;
const RETRY_MS = 1_000;
/** How long `until` waits before it says what it waits for, ms. */
const PATIENCE_MS = 10_000;

export interface CatalogueOptions {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  /** Something about the deployments that somebody should look at. Must not throw. */
  readonly problem: (error: unknown, what: string) => void;
}

/** A record of the catalogue, and what became of it. */
export interface CatalogueEntry {
  /** From 1. */
  readonly deployment: number;
  /** Undefined: it cannot be read. */
  readonly record: DefinitionDeployment | undefined;
  /** Of a version's text, as this build reads it. */
  readonly faults: readonly FileFault[];
  /** Why it has no effect; undefined: it has, or had until a later one. */
  readonly voided: string | undefined;
}

interface Waiter {
  readonly deployment: number;
  readonly arrived: () => void;
}

/** Reads what is deployed so far, then follows. The topic must exist; log and codec stay the caller's. */
export async function openCatalogue(options: CatalogueOptions): Promise<Catalogue> {
  const catalogue = new Catalogue(options);
  await catalogue.readToEnd();
  catalogue.follow();
  return catalogue;
}

export class Catalogue implements DefinitionCatalogue {
  private readonly read: ReadDeployment[] = [];
  private definitions: Definitions;
  private voided: ReadonlyMap<number, string>;
  private readonly waiters = new Set<Waiter>();
  private readonly closing = new AbortController();
  private following: Promise<void> = Promise.resolve();

  constructor(private readonly options: CatalogueOptions) {
    ({ definitions: this.definitions, voided: this.voided } = deployedDefinitions([]));
  }

  current(): Definitions {
    return this.definitions;
  }

  /** All records, oldest first. */
  entries(): readonly CatalogueEntry[] {
    return this.read.map((_, index) => this.entry(index));
  }

  /** The record that made a version what it is; undefined: it is not deployed. */
  versionEntry(name: string, version: number): CatalogueEntry | undefined {
    const index = this.read.findIndex(
      ({ deployment }, at) =>
        deployment.kind === 'version' &&
        deployment.name === name &&
        deployment.version === version &&
        !this.voided.has(at + 1),
    );
    return index < 0 ? undefined : this.entry(index);
  }

  /** The versions that are deployed, rising, by name; also those that this build cannot compile. */
  deployedVersions(): ReadonlyMap<string, readonly number[]> {
    const versions = new Map<string, number[]>();
    for (const [at, { deployment }] of this.read.entries()) {
      const { kind, name, version } = deployment;
      if (kind !== 'version' || this.voided.has(at + 1)) continue;
      versions.set(name, [...(versions.get(name) ?? []), version]);
    }
    return versions;
  }

  /** The number that a name's next version may have. */
  nextVersion(name: string): number {
    return (this.deployedVersions().get(name)?.at(-1) ?? 0) + 1;
  }

  /** What a record would come to if it were the next; `voided`: why it would have no effect. */
  foresee(record: DefinitionDeployment): Pick<CatalogueEntry, 'faults' | 'voided'> & {
    readonly definitions: Definitions;
  } {
    const { deployment, faults } = readRecord(record);
    const { definitions, voided } = deployedDefinitions([...this.deployments(), deployment]);
    return { definitions, faults, voided: voided.get(definitions.known) };
  }

  async until(deployment: number, signal?: AbortSignal): Promise<void> {
    if (deployment <= this.definitions.known) return;
    const { clock } = this.options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter = { deployment, arrived: resolve };
    const closing = this.closing.signal;
    this.waiters.add(waiter);
    try {
      await within(PATIENCE_MS, promise, () => undefined, {
        clock,
        signal: signal === undefined ? closing : AbortSignal.any([closing, signal]),
      });
    } finally {
      this.waiters.delete(waiter);
    }
    if (deployment <= this.definitions.known) return;
    throw this.notKnown(deployment, this.closing.signal.aborted || signal?.aborted === true);
  }

  /** Reads what others have deployed until now. */
  async refresh(): Promise<void> {
    await this.until(await this.end());
  }

  /** Appends a record; resolves with what became of it once it is read back. Throws as `EventLog.append` does. */
  async append(record: DefinitionDeployment): Promise<CatalogueEntry> {
    const { log, codec } = this.options;
    const [position] = await log.append([outgoing(codec, record)]);
    const index = position?.offset ?? this.read.length;
    await this.until(index + 1);
    return this.entry(index);
  }

  /** Stops following. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.following;
  }

  /** For `openCatalogue`: reads to where the topic ends now. */
  async readToEnd(): Promise<void> {
    const { log } = this.options;
    for (const end = await this.end(); this.read.length < end;) {
      const from = this.read.length;
      const { records, next } = await log.read(Topics.definitions, PARTITION, from, {
        waitMs: POLL_MS,
      });
      if (next <= from) return;
      await this.take(records, next);
    }
  }

  /** For `openCatalogue`: from now on, what is deployed is read as it comes. */
  follow(): void {
    this.following = this.keepReading();
  }

  private async keepReading(): Promise<void> {
    const { log, clock, problem } = this.options;
    const { signal } = this.closing;
    const readOn = async (): Promise<void> => {
      const from = this.read.length;
      const options = { waitMs: POLL_MS, signal };
      const { records, next } = await log.read(Topics.definitions, PARTITION, from, options);
      if (!signal.aborted) await this.take(records, next);
    };
    try {
      while (!signal.aborted) {
        await retry(readOn, {
          clock,
          backoff: { firstPauseMs: RETRY_MS, longestPauseMs: RETRY_MS },
          signal,
          mayPass: (error) => !hasCode(error, 'CLOSED'),
          failed: (error) => problem(error, 'read the deployed definitions; trying again'),
        });
      }
    } catch (error) {
      // The log was closed, or this is being closed.
      if (!signal.aborted && !hasCode(error, 'CLOSED')) throw error;
    }
  }

  private async take(records: readonly StoredRecord[], next: number): Promise<void> {
    if (next <= this.read.length) return;
    const { codec } = this.options;
    await codec.prepare(records);
    const first = this.read.length;
    for (const record of records) {
      this.fillTo(record.offset);
      this.read.push(readDeployment(codec, record));
    }
    this.fillTo(next);
    ({ definitions: this.definitions, voided: this.voided } = deployedDefinitions(
      this.deployments(),
    ));
    for (const waiter of this.waiters) {
      if (waiter.deployment <= this.definitions.known) waiter.arrived();
    }
    for (let index = first; index < this.read.length; index++) this.tell(index);
  }

  /** Records that the topic does not hold any more keep their numbers. */
  private fillTo(offset: number): void {
    while (this.read.length < offset) {
      this.read.push(withoutRecord('the topic does not hold the record any more'));
    }
  }

  private tell(index: number): void {
    const { problem } = this.options;
    const { deployment, voided, faults, record } = this.entry(index);
    const what = `read deployment ${deployment}`;
    const name = record === undefined ? '' : ` of ${record.name}@${record.version}`;
    const standing = record && this.versionEntry(record.name, record.version);
    if (voided !== undefined) {
      const isRepeated = record?.kind === 'version' && standing?.record?.hash === record.hash;
      const isFounding = record?.kind === 'founding';
      if (isRepeated || isFounding) return;
      problem(
        new ThroughlineError('INVALID', `Deployment ${deployment}${name} is void: ${voided}`),
        what,
      );
    } else if (record?.kind === 'version' && this.definitionOf(index) === undefined) {
      const errors = faults.filter(({ severity }) => severity === 'error');
      const lines = errors.map(({ line, column, message }) => `${line}:${column}: ${message}`);
      const message =
        `Deployment ${deployment}${name} cannot be compiled by this build: nothing starts on it, and journeys on it stay where they are. ` +
        `Run a build that can, or deploy the next version:\n${lines.join('\n')}`;
      problem(new ThroughlineError('INVALID', message), what);
    }
  }

  private definitionOf(index: number) {
    return this.read[index]?.deployment.definition;
  }

  private deployments() {
    return this.read.map(({ deployment }) => deployment);
  }

  private entry(index: number): CatalogueEntry {
    const { record, faults } = this.read[index] ?? withoutRecord('');
    return { deployment: index + 1, record, faults, voided: this.voided.get(index + 1) };
  }

  private async end(): Promise<number> {
    const bounds = await this.options.log.bounds(Topics.definitions);
    return bounds.find(({ partition }) => partition === PARTITION)?.latest ?? 0;
  }

  private notKnown(deployment: number, closed: boolean): ThroughlineError {
    const what = `deployment ${deployment} of journey definitions is not read yet, ${this.definitions.known} are`;
    if (closed) return new ThroughlineError('CLOSED', `${what}: given up`);
    return new ThroughlineError(
      'UNAVAILABLE',
      `${what}. Its sender had read it: if ${Topics.definitions} does not answer, mend that; if it lost records, put them back`,
    );
  }
}

function outgoing(codec: RecordCodec, record: DefinitionDeployment): OutgoingRecord {
  const { id, kind, name, time } = record;
  const type = `throughline.definition.${kind}`;
  return {
    topic: Topics.definitions,
    partition: PARTITION,
    key: name === '' ? kind : name,
    value: codec.encode('DefinitionDeployment', record),
    headers: ceHeaders({ id, source: SOURCE, type, time, subject: name }),
  };
}
