import { type ActionSource, type DefinitionSource, humanise } from '#journey';
import {
  commonAncestor,
  invokeId,
  isInside,
  listOf,
  type Place,
  placesOf,
  type Trigger,
  type WayOn,
  waysOn,
} from './ways-on.js';

/**
 * A journey definition as a Mermaid `stateDiagram-v2`. An arrow's label is `event [guard] / actions`; what moves nothing
 * stands in its state as a line, and beside a state with inner ones as a note. Mermaid has no history states: they are
 * drawn as states called H (shallow) and H* (deep).
 */
export function toMermaid(definition: DefinitionSource): string {
  return new Drawing(definition).text();
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

class Drawing {
  private readonly places: ReadonlyMap<string, Place>;
  private readonly ids: ReadonlyMap<string, string>;
  /** By the state in whose block they stand; an arrow in an inner block would draw an outer state into it. */
  private readonly arrows = new Map<Place | undefined, Arrow[]>();

  constructor(private readonly definition: DefinitionSource) {
    this.places = placesOf(definition);
    this.ids = mermaidIds([...this.places.keys()]);
    for (const place of this.places.values()) this.addArrows(place);
  }

  text(): string {
    const { title, version, initial } = this.definition;
    const top = [...this.places.values()].filter(({ ancestors }) => ancestors.length === 0);
    return [
      '---',
      `title: ${JSON.stringify(`${title} (version ${version})`)}`,
      '---',
      'stateDiagram-v2',
      ...indented(this.block(undefined, listOf(initial), top)),
      '',
    ].join('\n');
  }

  /** What stands between the braces of a state, or in the whole diagram. */
  private block(
    owner: Place | undefined,
    initial: readonly string[],
    children: readonly Place[],
  ): string[] {
    return [
      ...initial.map((name) => `[*] --> ${this.id(name)}`),
      ...children.flatMap((child) => this.state(child)),
      ...(this.arrows.get(owner) ?? []).map(arrowLine),
    ];
  }

  private state(place: Place): string[] {
    const { name, source, children } = place;
    const id = this.id(name);
    const head = `state "${escaped(titleOf(place))}" as ${id}`;
    const lines = this.remarks(place).map(escaped);
    if (children.length === 0) {
      const end = source.type === 'final' ? [`${id} --> [*]`] : [];
      return [head, ...lines.map((line) => `${id} : ${line}`), ...end];
    }
    const inner = source.type === 'parallel' ? this.regions(place) : this.inside(place);
    const note = lines.length === 0 ? [] : [`note right of ${id}`, ...indented(lines), 'end note'];
    return [`${head} {`, ...indented(inner), '}', ...note];
  }

  private inside(place: Place): string[] {
    const [first] = place.children;
    const initial = listOf(place.source.initial);
    const start = initial.length === 0 && first !== undefined ? [first.name] : initial;
    return this.block(place, start, place.children);
  }

  private regions(place: Place): string[] {
    const regions = place.children.filter(({ source }) => source.type !== 'history');
    const histories = place.children.filter(({ source }) => source.type === 'history');
    const starts = new Set(listOf(place.source.initial));
    const drawn = regions.map((region, index) => [
      ...(index === 0 ? [] : ['--']),
      `[*] --> ${this.id(region.name)}`,
      ...this.state(region),
    ]);
    return [
      ...drawn.flat(),
      ...histories.flatMap((history) => this.state(history)),
      // A deeper start than the regions' own.
      ...[...starts]
        .filter((name) => !regions.some((region) => region.name === name))
        .map((name) => `[*] --> ${this.id(name)}`),
      ...(this.arrows.get(place) ?? []).map(arrowLine),
    ];
  }

  /** What happens in a state without a move. */
  private remarks(place: Place): string[] {
    const { name, source } = place;
    const doing = (when: string, actions: readonly ActionSource[] | undefined): string[] =>
      actions === undefined || actions.length === 0 ? [] : [`${when}${actionsText(actions)}`];
    return [
      ...doing('entry / ', source.entry),
      ...listOf(source.invoke).map(({ service }) => `calls ${service}`),
      ...waysOn(name, source)
        .filter(({ transition }) => this.staysIn(place, transition))
        .map((way) => `${wayText(place, way)}${inwards(way)}`),
      ...(source.defer === undefined ? [] : [`waits for later - ${source.defer.join(', ')}`]),
      ...doing('exit / ', source.exit),
    ];
  }

  /** Mermaid's layout cannot draw an arrow from a state to one inside it. */
  private staysIn(place: Place, transition: WayOn['transition']): boolean {
    return this.targets(transition.target).every((target) => isInside(target, place));
  }

  private addArrows(place: Place): void {
    const { name, source } = place;
    if (source.type === 'history') {
      for (const target of this.targets(source.target)) this.addArrow(place, target, 'at first');
    }
    for (const way of waysOn(name, source)) {
      if (this.staysIn(place, way.transition)) continue;
      const label = wayText(place, way);
      for (const target of this.targets(way.transition.target)) this.addArrow(place, target, label);
    }
  }

  private addArrow(from: Place, to: Place, label: string): void {
    const block = commonAncestor([from, to]);
    const list = this.arrows.get(block) ?? [];
    list.push({ from: this.id(from.name), to: this.id(to.name), label: escaped(label) });
    this.arrows.set(block, list);
  }

  private targets(target: string | readonly string[] | undefined): Place[] {
    return listOf(target).flatMap((name) => this.places.get(name) ?? []);
  }

  private id(name: string): string {
    return this.ids.get(name) ?? name;
  }
}

function titleOf({ name, source }: Place): string {
  if (source.type !== 'history') return source.title ?? humanise(name);
  const mark = source.history === 'deep' ? 'H*' : 'H';
  return source.title === undefined ? mark : `${mark} ${source.title}`;
}

function wayText(place: Place, { trigger, transition }: WayOn): string {
  const { guard, actions = [] } = transition;
  return [
    triggerText(place, trigger),
    guard === undefined ? '' : ` [${guard}]`,
    actions.length === 0 ? '' : ` / ${actionsText(actions)}`,
  ].join('');
}

/** Where a way leads that no arrow shows. */
function inwards({ transition }: WayOn): string {
  const targets = listOf(transition.target);
  return targets.length === 0 ? '' : ` → ${targets.join(', ')}`;
}

function triggerText({ name, source }: Place, trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event':
      return trigger.event;
    case 'always':
      return 'always';
    case 'after':
      return `after ${trigger.duration}`;
    case 'done':
      return 'done';
    case 'answered':
    case 'failed': {
      const invoke = listOf(source.invoke).find((one) => invokeId(name, one) === trigger.invoke);
      return `${invoke?.service ?? trigger.invoke} ${trigger.kind}`;
    }
  }
}

function actionsText(actions: readonly ActionSource[]): string {
  return actions
    .map((action) => {
      const [kind, name] = Object.entries(action).find(([key]) => key !== 'input') ?? [];
      return `${String(kind)} ${String(name)}`;
    })
    .join(', ');
}

function arrowLine({ from, to, label }: Arrow): string {
  return `${from} --> ${to} : ${label}`;
}

/** Words Mermaid's lexer takes for its own where an id may stand, in any case of letters. */
const RESERVED = new Set([
  'acctitle',
  'accdescr',
  'as',
  'class',
  'classdef',
  'click',
  'default',
  'direction',
  'end',
  'hide',
  'href',
  'note',
  'scale',
  'state',
  'statediagram',
  'style',
]);

/** Ids have no hyphens. */
function mermaidIds(names: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set(names);
  for (const name of names) {
    let id = name.replaceAll('-', '_');
    while (RESERVED.has(id.toLowerCase()) || (id !== name && taken.has(id))) id = `${id}_`;
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Characters with a meaning to Mermaid, or to the HTML its labels become, as the entities it reads. */
function escaped(text: string): string {
  return (
    text
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/[#:;"<>&%{}`\\]/g, (character) => `#${character.codePointAt(0)};`)
      // What ends a note.
      .replaceAll(/(end) (note)/gi, '$1#32;$2')
  );
}
