import { type JourneyState } from '#contracts';
import { type UnlinkedInteraction } from '#customers';
import { type Definition, type Definitions, wrongFields } from '#journey';
import { type Fault, pointerStep } from '#ports';

/** The definitions that capture fields from events of one type. */
interface Capturing {
  readonly inForce: readonly Definition[];
  /** Every version deployed: journeys may still run on it. */
  readonly deployed: readonly Definition[];
}

type Told = Pick<UnlinkedInteraction, 'type' | 'data' | 'journeyId'>;

const NONE: readonly never[] = [];

/**
 * Finds values that a known field cannot have, so that their sender is told at once. An interaction that names its journey is
 * checked by that journey's version; any other by the versions in force and those its customer's journeys run on. A value is
 * wrong only if each of them that captures it says so. What is let through the fold checks again.
 */
export class FieldCheck {
  private definitions: Definitions | undefined;
  /** By event type; made once for a set of definitions. */
  private table: ReadonlyMap<string, Capturing> = new Map();

  /** `journeysOf`: those an interaction may be about, as far as is known; asked only where versions disagree. */
  constructor(
    private readonly journeysOf: (
      interaction: UnlinkedInteraction,
    ) => Promise<readonly JourneyState[]>,
  ) {}

  /** Faults that are certain whichever journey it is about: every version there ever was says so. */
  faults(definitions: Definitions, { type, data, journeyId }: Told): readonly Fault[] {
    const capturing = this.capturing(definitions, type);
    if (capturing === undefined || journeyId !== null) return NONE;
    const { deployed, inForce } = capturing;
    const wrong = wrongFields(deployed, type, data);
    if (wrong.length === 0) return NONE;
    const now = new Set(wrongFields(inForce, type, data).map(({ path }) => path.join('.')));
    return wrong.filter(({ path }) => now.has(path.join('.'))).map(toFault);
  }

  /** Whether it takes `faultsHere` to tell. */
  isDoubtful(definitions: Definitions, { type, data, journeyId }: Told): boolean {
    const capturing = this.capturing(definitions, type);
    if (capturing === undefined) return false;
    const { deployed, inForce } = capturing;
    if (journeyId === null)
      return deployed.length > 1 && wrongFields(inForce, type, data).length > 0;
    return deployed.some((one) => wrongFields([one], type, data).length > 0);
  }

  /** Its faults for the journeys that it may be about. */
  async faultsHere(
    definitions: Definitions,
    interaction: UnlinkedInteraction,
  ): Promise<readonly Fault[]> {
    const { type, data, journeyId } = interaction;
    const running = (await this.journeysOf(interaction))
      .filter(({ status }) => status !== 'ended')
      .flatMap((one) => definitions.get(one.definition, one.definitionVersion) ?? []);
    const inForce = this.capturing(definitions, type)?.inForce ?? NONE;
    const concerned = journeyId === null ? [...inForce, ...running] : running;
    return wrongFields(concerned, type, data).map(toFault);
  }

  private capturing(definitions: Definitions, type: string): Capturing | undefined {
    if (this.definitions !== definitions) {
      this.definitions = definitions;
      this.table = tableOf(definitions);
    }
    return this.table.get(type);
  }
}

function tableOf(definitions: Definitions): ReadonlyMap<string, Capturing> {
  const deployed = definitions.all();
  const types = new Set(deployed.flatMap(({ captures }) => [...captures.keys()]));
  return new Map(
    Array.from(types, (type): [string, Capturing] => {
      const captures = (one: Definition): boolean => one.captures.has(type);
      return [
        type,
        {
          inForce: definitions.knowing(type).filter(captures),
          deployed: deployed.filter(captures),
        },
      ];
    }),
  );
}

function toFault({ path, detail }: { readonly path: readonly string[]; readonly detail: string }) {
  return { pointer: ['data', ...path].map(pointerStep).join(''), detail };
}
