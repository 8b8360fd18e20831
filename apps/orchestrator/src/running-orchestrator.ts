import { type Orchestrator, type OrchestratorOptions, startOrchestrator } from '#orchestration';
import { type Work } from '#upkeep';

/** The loop of `#orchestration`, as the work of a process. */
export class RunningOrchestrator implements Work {
  private orchestrator: Orchestrator | undefined;

  constructor(private readonly options: OrchestratorOptions) {}

  async start(fail: (error: unknown) => void): Promise<void> {
    this.orchestrator = await startOrchestrator(this.options);
    this.orchestrator.ended.catch(fail);
  }

  async close(): Promise<void> {
    await this.orchestrator?.close();
  }

  get missing(): string | undefined {
    const status = this.orchestrator?.status();
    if (status === undefined || status.state === 'joining') return 'not yet a member of its group';
    if (status.state === 'stopped') return 'stopped';
    return status.waitingFor;
  }
}
