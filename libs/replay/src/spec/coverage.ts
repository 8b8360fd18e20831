import { type Action } from '#contracts';
import { type Decision, type DefinitionSource, type StateSource } from '#journey';
import { type Instrumented, type Place } from './instrument.js';

/** A disposition the definition asks for. */
export type DeclaredDisposition = 'deferred' | 'late' | 'ignored';

/** What the scenarios of one version reach. */
export interface Coverage {
  readonly states: Reach;
  readonly transitions: Reach;
  /** Of the dispositions that the definition asks for by `defer`, `lateness` and `ignore`, those no scenario shows. */
  readonly dispositionsMissed: readonly DeclaredDisposition[];
}

export interface Reach {
  readonly of: number;
  readonly missed: readonly Place[];
}

/** Notes what decisions reach. */
export class CoverageMeter {
  private readonly reached = new Set<Place>();
  private readonly dispositions = new Set<DeclaredDisposition>();

  constructor(private readonly instrumented: Instrumented) {}

  /** Returns the actions that the definition itself sends. */
  note({ actions, disposition }: Decision): readonly Action[] {
    const { kind, reason } = disposition;
    if (kind === 'deferred') this.dispositions.add('deferred');
    if (reason === 'late') this.dispositions.add('late');
    else if (kind === 'ignored' && disposition.recordKind === 'interaction') {
      this.dispositions.add('ignored');
    }
    return actions.filter((action) => {
      const place = this.instrumented.place(action.name);
      if (place !== undefined) this.reached.add(place);
      return place === undefined;
    });
  }

  coverage(): Coverage {
    const declared = declaredDispositions(this.instrumented.source);
    return {
      states: this.reach('state'),
      transitions: this.reach('transition'),
      dispositionsMissed: declared.filter((one) => !this.dispositions.has(one)),
    };
  }

  private reach(kind: Place['kind']): Reach {
    const places = this.instrumented.places.filter((place) => place.kind === kind);
    return { of: places.length, missed: places.filter((place) => !this.reached.has(place)) };
  }
}

/** Whether the scenarios reach everything. */
export function isComplete({ states, transitions, dispositionsMissed }: Coverage): boolean {
  return (
    states.missed.length === 0 && transitions.missed.length === 0 && dispositionsMissed.length === 0
  );
}

function declaredDispositions(source: DefinitionSource): readonly DeclaredDisposition[] {
  const declared: DeclaredDisposition[] = [];
  const states = everyState(source.states);
  if (states.some(({ defer }) => defer !== undefined && defer.length > 0))
    declared.push('deferred');
  if (source.lateness !== undefined || states.some(hasLateness)) declared.push('late');
  if (source.ignore !== undefined && source.ignore.length > 0) declared.push('ignored');
  return declared;
}

function everyState(states: DefinitionSource['states']): readonly StateSource[] {
  return Object.values(states).flatMap((state) => [state, ...everyState(state.states ?? {})]);
}

function hasLateness({ on = {} }: StateSource): boolean {
  return Object.values(on)
    .flat()
    .some(({ lateness }) => lateness !== undefined);
}
