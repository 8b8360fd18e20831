import { activeStates, type StepContext } from '#statechart';
import { type JourneyState } from '#contracts';
import { type ActionTemplate, type Definition } from '../definition/compiled-definition.js';
import { type Expression, type Scope } from '../expression/expression.js';
import { type Occurrence } from '../record/occurrence.js';

/** A guard that was asked and did not hold. */
export interface Refusal {
  readonly expression: Expression;
  /** Why it could not be evaluated; undefined: it was false. */
  readonly fault: string | undefined;
}

const NOTHING: readonly string[] = [];

/**
 * What the expressions of one step see: a journey as it stands, with the fields that an event leaves it (`values`). Fields
 * are decoded for those that name them only. A guard that cannot be evaluated
 * counts as false, and says why.
 */
export class StepScope implements StepContext<Expression, ActionTemplate> {
  readonly refusals: Refusal[] = [];
  /** Only where some action raises something: without it a step is quicker. */
  readonly raises?: NonNullable<StepContext<Expression, ActionTemplate>['raises']>;
  private shared: Omit<Scope, 'fields'> | undefined;

  constructor(
    private readonly definition: Definition,
    private readonly journey: JourneyState,
    private readonly values: JourneyState['fields'],
    private readonly occurrence: Occurrence,
    private readonly now: number,
  ) {
    if (definition.raised.size > 0) this.raises = raisedBy;
  }

  readonly guard = (expression: Expression): boolean => {
    const evaluated = expression.evaluate(this.of(expression));
    if ('value' in evaluated && evaluated.value === true) return true;
    const fault = 'fault' in evaluated ? evaluated.fault : undefined;
    this.refusals.push({ expression, fault });
    return false;
  };

  /** The scope of one expression. */
  of(expression: Expression): Scope {
    this.shared ??= this.share();
    return { ...this.shared, fields: this.fields(expression) };
  }

  private share(): Omit<Scope, 'fields'> {
    const { journey, definition, occurrence, now } = this;
    return {
      event: occurrence.view(),
      state:
        journey.configuration.length === 0
          ? []
          : activeStates(definition.chart, journey.configuration),
      now: new Date(now),
      journey: {
        id: journey.journeyId,
        definition: journey.definition,
        version: journey.definitionVersion,
        startedOn: journey.startedOn,
        lastChannel: journey.lastChannel,
        startedAt: new Date(journey.startedAt),
        stalled: journey.stalled,
      },
    };
  }

  private fields({ fields, anyField }: Expression): Record<string, unknown> {
    const { values } = this;
    const seen: Record<string, unknown> = {};
    for (const name of anyField ? Object.keys(values) : fields) {
      const value = values[name];
      if (value !== undefined) seen[name] = JSON.parse(value.value);
    }
    return seen;
  }
}

function raisedBy({ kind, name }: ActionTemplate): readonly string[] {
  return kind === 'raise' ? [name] : NOTHING;
}
