import { type Action, type JourneyEvent, type Position } from '#contracts';

type WithoutId<T> = Omit<T, 'id'>;

/** Gathers what one record has to say; ids are a function of the record's position and the order of saying (I5). */
export class Outputs {
  readonly journeyEvents: JourneyEvent[] = [];
  readonly actions: Action[] = [];

  constructor(readonly position: Position) {}

  event(event: WithoutId<JourneyEvent>): void {
    this.journeyEvents.push({ id: this.id('je', this.journeyEvents.length), ...event });
  }

  action(action: WithoutId<Action>): void {
    this.actions.push({ id: this.id('ac', this.actions.length), ...action });
  }

  private id(kind: string, index: number): string {
    return `${kind}-${this.position.partition}-${this.position.offset}-${index}`;
  }
}
