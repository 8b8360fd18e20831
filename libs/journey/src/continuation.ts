import { type JourneyState } from '#contracts';
import { type Definition } from './compiled-definition.js';

/** The resume contract of one open journey, as `GET /v1/continuations` returns it. Times are ISO 8601. */
export interface Continuation {
  readonly journeyId: string;
  readonly definition: string;
  readonly version: number;
  readonly title: string;
  readonly state: readonly string[];
  readonly stateTitle: string;
  readonly since: string;
  readonly startedOn: string;
  readonly lastChannel: string;
  readonly lastSeen: string;
  readonly progress: { readonly done: number; readonly of: number };
  readonly fields: Readonly<Record<string, ContinuationField>>;
  readonly next: readonly NextStep[];
  /** When the next timer of the current state fires. */
  readonly due: string | null;
  readonly stalled: boolean;
  readonly lease: null;
  readonly recent: readonly {
    readonly time: string;
    readonly channel: string;
    readonly summary: string;
  }[];
}

export type FieldStatus = 'collected' | 'verified' | 'missing' | 'stale';

export interface ContinuationField {
  readonly status: FieldStatus;
  /** Absent when missing. */
  readonly value?: unknown;
  readonly from?: { readonly channel: string; readonly time: string; readonly interaction: string };
}

export interface NextStep {
  readonly event: string;
  readonly label: string;
  /** Fields still to be collected for it. */
  readonly needs: readonly string[];
  /** Whether the channel that asks can do it. */
  readonly here: boolean;
  /** How this channel does it: a page, or the words to say. */
  readonly prompt: string | null;
}

/** The resume contract of a journey. */
export function continuation(
  _definition: Definition,
  _journey: JourneyState,
  _options: { readonly channel?: string; readonly now: number },
): Continuation {
  throw new Error('not built yet');
}
