import { type OutcomeView, type Problem, waitOf } from '#api';
import { type Api, apiClient, type LeaseHolding } from '#client';
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
const CHANNEL = 'phone';

/** The desk writes by the public API, like any channel, with the key of whoever called the desk. */
export class GatewayClient {
  constructor(private readonly address: GatewayAddress) {}

  /**
   * Resolves once the log has the step; with `wait` (as the gateway takes it) to what became of it, null when that is not
   * known in time. The same id again is the same step. `authorization` is the caller's header. Throws what the gateway
   * answered.
   */
  async submit(
    step: AgentStep,
    authorization: string,
    wait?: string,
  ): Promise<OutcomeView | null | undefined> {
    const body = { ...step, channel: CHANNEL, source: '//throughline/desk' };
    const { data, error, response } = await this.take(body, authorization, wait);
    if (!response.ok) throw new HttpException(detailOf(error), response.status);
    const [rejected] = data?.rejected ?? [];
    if (rejected !== undefined) throw new HttpException(detailOf(rejected.problem), 422);
    return data?.accepted[0]?.disposition;
  }

  /**
   * Says by the gateway's lease that an agent works on a journey, for `ttl` seconds, whoever did before. False: it could not
   * be said, which changes nothing but what others see.
   */
  async hold(id: string, agent: string, ttl: number, authorization: string): Promise<boolean> {
    const reason = 'claimed at the desk';
    const body: LeaseHolding = { holder: agent, channel: CHANNEL, ttl, force: true, reason };
    const params = { path: { id } };
    return isDone(async () =>
      (await this.api(authorization)).PUT('/v1/journeys/{id}/lease', {
        params,
        body,
        signal: soon(),
      }),
    );
  }

  /** Takes back what `hold` said. */
  async letGo(id: string, agent: string, authorization: string): Promise<boolean> {
    const params = { path: { id }, query: { holder: agent, channel: CHANNEL } };
    return isDone(async () =>
      (await this.api(authorization)).DELETE('/v1/journeys/{id}/lease', { params, signal: soon() }),
    );
  }

  private async api(authorization: string): Promise<Api> {
    return apiClient({ url: await this.address(), authorization });
  }

  private async take(
    body: AgentStep & { channel: string; source: string },
    authorization: string,
    wait: string | undefined,
  ) {
    const params = wait === undefined ? {} : { query: { wait } };
    const signal = AbortSignal.timeout(TIMEOUT_MS + (wait === undefined ? 0 : waitOf(wait)));
    try {
      return await (
        await this.api(authorization)
      ).POST('/v1/interactions', { body, params, signal });
    } catch (error) {
      throw new ServiceUnavailableException(
        'The gateway does not answer. Try again: the step keeps its id.',
        { cause: error },
      );
    }
  }
}

function soon(): AbortSignal {
  return AbortSignal.timeout(TIMEOUT_MS);
}

async function isDone(call: () => Promise<{ readonly response: Response }>): Promise<boolean> {
  try {
    return (await call()).response.ok;
  } catch {
    return false;
  }
}

/** The words of a problem, and of each of its faults. */
function detailOf(problem: Problem | undefined): string {
  if (problem === undefined) return 'The gateway refused the step.';
  const faults = (problem.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`);
  return [problem.detail, ...faults].join(' ');
}
