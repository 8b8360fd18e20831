import { HttpException, ServiceUnavailableException } from '@nestjs/common';

/** The gateway's base address, without a slash at the end. Asked at each call: in one process it is known only after the start. */
export type GatewayAddress = () => string | Promise<string>;

/** What an agent did, as the gateway takes it. */
export interface AgentStep {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly journey: { readonly id: string };
  readonly actor: { readonly kind: 'agent'; readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

const TIMEOUT_MS = 10_000;

/** The desk writes by the public API, like any channel, with the key of whoever called the desk. */
export class GatewayClient {
  constructor(private readonly address: GatewayAddress) {}

  /**
   * Resolves once the log has the step. The same id again is the same step. `authorization` is the caller's header.
   * Throws what the gateway answered.
   */
  async submit(step: AgentStep, authorization: string): Promise<void> {
    const interaction = { ...step, channel: 'phone', source: '//throughline/desk' };
    const response = await this.post(interaction, authorization);
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new HttpException(detailOf(answer), response.status);
    const [rejected] = rejectedOf(answer);
    if (rejected !== undefined) throw new HttpException(detailOf(rejected), 422);
  }

  /**
   * Says by the gateway's lease that an agent works on a journey, for `ttl` seconds, whoever did before. False: it could not
   * be said, which changes nothing but what others see.
   */
  async hold(journey: string, agent: string, ttl: number, authorization: string): Promise<boolean> {
    const reason = 'claimed at the desk';
    const holding = { holder: agent, channel: 'phone', ttl, force: true, reason };
    return this.lease(journey, { method: 'PUT', body: JSON.stringify(holding) }, authorization);
  }

  /** Takes back what `hold` said. */
  async letGo(journey: string, agent: string, authorization: string): Promise<boolean> {
    const query = `?${new URLSearchParams({ holder: agent, channel: 'phone' }).toString()}`;
    return this.lease(journey, { method: 'DELETE' }, authorization, query);
  }

  private async lease(
    journey: string,
    request: { readonly method: string; readonly body?: string },
    authorization: string,
    query = '',
  ): Promise<boolean> {
    const type = request.body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const url = `${await this.address()}/v1/journeys/${journey}/lease${query}`;
      const headers = { ...type, authorization };
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(url, { ...request, headers, signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  private async post(interaction: unknown, authorization: string): Promise<Response> {
    try {
      return await fetch(`${await this.address()}/v1/interactions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify(interaction),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new ServiceUnavailableException(
        'The gateway does not answer. Try again: the step keeps its id.',
        { cause: error },
      );
    }
  }
}

function rejectedOf(answer: unknown): readonly unknown[] {
  if (typeof answer !== 'object' || answer === null || !('rejected' in answer)) return [];
  if (!Array.isArray(answer.rejected)) return [];
  return answer.rejected.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'problem' in each ? each.problem : each,
  );
}

/** The words of a problem, and of each of its faults. */
function detailOf(problem: unknown): string {
  if (typeof problem !== 'object' || problem === null) return 'The gateway refused the step.';
  const detail = 'detail' in problem ? String(problem.detail) : 'The gateway refused the step.';
  if (!('errors' in problem) || !Array.isArray(problem.errors)) return detail;
  const faults = problem.errors.map(
    (fault: { pointer?: unknown; detail?: unknown }) =>
      `${String(fault.pointer)}: ${String(fault.detail)}`,
  );
  return [detail, ...faults].join(' ');
}
