import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { FatalErrors, Readiness } from '#nest';
import { type Orchestrator, type OrchestratorOptions, startOrchestrator } from '#orchestration';

/** Everything the loop stands on. */
export const ORCHESTRATOR_OPTIONS = Symbol('ORCHESTRATOR_OPTIONS');

/** Runs the loop of `#orchestration` as long as the process lives. */
@Injectable()
export class OrchestratorService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private orchestrator: Orchestrator | undefined;

  constructor(
    @Inject(ORCHESTRATOR_OPTIONS) private readonly options: OrchestratorOptions,
    private readonly readiness: Readiness,
    private readonly failures: FatalErrors,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.readiness.add('orchestrator', () => this.missing());
    this.orchestrator = await startOrchestrator(this.options);
    this.orchestrator.ended.catch((error: unknown) => this.failures.report('orchestrator', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.orchestrator?.close();
  }

  private missing(): string | undefined {
    const status = this.orchestrator?.status();
    if (status === undefined || status.state === 'joining') return 'not yet a member of its group';
    if (status.state === 'stopped') return 'stopped';
    return status.waitingFor;
  }
}
