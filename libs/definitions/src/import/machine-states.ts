import { type DefinitionFault } from '#journey';
import { didYouMean } from '#statechart';
import { listOf } from '../export/ways-on.js';
import { type XStateNode } from '../export/xstate-machine.js';

export type Path = readonly (string | number)[];
export type Report = (path: Path, message: string, severity?: DefinitionFault['severity']) => void;

/** A state of an XState machine, with its place and the name it has in a journey. */
export interface MachineState {
  readonly key: string;
  /** Empty for the machine itself. */
  readonly name: string;
  readonly node: XStateNode;
  readonly path: Path;
  readonly parent: MachineState | undefined;
  readonly children: MachineState[];
}

const MAX_NAME = 64;

/** The states of a machine, with names that are unique in it: XState's keys are so only among siblings. */
export class MachineStates {
  readonly root: MachineState;
  private readonly byId = new Map<string, MachineState>();
  private readonly names = new Set<string>();

  constructor(
    machine: XStateNode,
    private readonly report: Report,
  ) {
    this.root = { key: '', name: '', node: machine, path: [], parent: undefined, children: [] };
    if (machine.id !== undefined) this.byId.set(machine.id, this.root);
    this.plant(this.root);
  }

  /** The state a target leads to, read as XState does: `#id`, `.child`, or a sibling, each with a path on from there. */
  find(target: string, from: MachineState, path: Path): MachineState | undefined {
    const [start, keys] = this.startOf(target, from);
    let found = start;
    for (const key of keys) found = found?.children.find((child) => child.key === key);
    if (found !== undefined && found !== this.root) return found;
    const known = target.startsWith('#')
      ? [...this.byId.keys()].map((id) => `#${id}`)
      : (from.parent ?? from).children.map(({ key }) => key);
    this.report(path, `no state is called \`${target}\`${didYouMean(target, known)}`);
    return undefined;
  }

  private startOf(
    target: string,
    from: MachineState,
  ): readonly [MachineState | undefined, readonly string[]] {
    if (target.startsWith('#')) {
      const [id = '', ...keys] = target.slice(1).split('.');
      return [this.byId.get(id), keys];
    }
    if (target.startsWith('.')) return [from, target.slice(1).split('.')];
    return [from.parent, target.split('.')];
  }

  /** A name no state has, as near to `wanted` as can be. */
  freeName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.names.has(name); count++) {
      name = `${wanted.slice(0, MAX_NAME - 8)}-${count}`;
    }
    this.names.add(name);
    return name;
  }

  /** The name of the state with an id. */
  named(id: string): string | undefined {
    return this.byId.get(id)?.name;
  }

  private plant(parent: MachineState): void {
    for (const [key, node] of Object.entries(parent.node.states ?? {})) {
      const path = [...parent.path, 'states', key];
      const name = this.nameFor(key, parent, path);
      const state: MachineState = { key, name, node, path, parent, children: [] };
      const id = node.id ?? [this.root.node.id ?? '(machine)', ...keysOf(state)].join('.');
      if (this.byId.has(id)) this.report(path, `two states have the id \`${id}\``);
      this.byId.set(id, state);
      parent.children.push(state);
      this.plant(state);
    }
  }

  private nameFor(key: string, parent: MachineState, path: Path): string {
    const plain = stateName(key);
    const taken = this.names.has(plain);
    const name = this.freeName(taken ? stateName([...keysOf(parent), key].join('-')) : plain);
    if (name !== key && !isStart(key)) {
      this.report(path, `state \`${key}\` is called \`${name}\` in the journey`, 'warning');
    }
    return name;
  }
}

/** Whether a state inside `outer` is meant, not it itself. */
export function isWithin(inner: MachineState, outer: MachineState): boolean {
  for (let state = inner.parent; state !== undefined; state = state.parent) {
    if (state === outer) return true;
  }
  return false;
}

/** Stands before the states a journey starts in where XState can name but one; see `toXStateMachine`. */
export function isStart(key: string): boolean {
  return key.startsWith('(start') && key.endsWith(')');
}

/** Which child is entered first. */
export function initialKey(node: XStateNode): string | undefined {
  const initial: unknown = node.initial;
  if (typeof initial === 'string' || initial === undefined) return initial;
  const [target] = listOf((initial as { target?: string | string[] }).target);
  return target?.replace(/^\./, '');
}

function keysOf(state: MachineState): string[] {
  return state.parent === undefined ? [] : [...keysOf(state.parent), state.key];
}

function stateName(key: string): string {
  const name = key.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^[^A-Za-z]+|-+$/g, '');
  return name === '' ? 'state' : name.slice(0, MAX_NAME);
}
