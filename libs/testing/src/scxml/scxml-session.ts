import {
  compileChart,
  start,
  step,
  type Chart,
  type ChartState,
  type Step,
  type StepContext,
} from '#statechart';
import { type Agenda } from './agenda.js';
import { EcmaScriptDatamodel } from './ecmascript-datamodel.js';
import { ExecutableContent } from './executable-content.js';
import { chartOf, type Block, type Question, type ScxmlChart } from './scxml-chart.js';
import { ExecutionError, scxmlEvent, type ScxmlEvent } from './scxml-event.js';
import { Sending, SCXML_PROCESSOR } from './sending.js';
import { parseXml, XmlElement } from './xml-element.js';

/** What all sessions of one test share. */
export interface SessionWorld {
  readonly agenda: Agenda;
  /** By address. */
  readonly sessions: Map<string, ScxmlSession>;
  /** The text a relative URI leads to. Throws when it leads nowhere. */
  readonly load: (uri: string) => string;
  nextId(): string;
}

/** Who started a session by `<invoke>`, and what with. */
interface Invoker {
  readonly session: ScxmlSession;
  readonly invokeid: string;
  readonly data: ReadonlyMap<string, unknown>;
}

const INVOKABLE = /^(scxml|http:\/\/www\.w3\.org\/TR\/scxml\/?)$/;

/**
 * One running SCXML document: our statechart engine takes every step; here is only what a chart leaves to its caller, the
 * data model, the queues and the invoked sessions.
 */
export class ScxmlSession {
  private readonly document: ScxmlChart;
  private readonly chart: Chart<Question, Block>;
  private readonly data: EcmaScriptDatamodel;
  private readonly sending: Sending;
  private readonly content: ExecutableContent;
  private readonly active = new Set<string>();
  private readonly children = new Map<string, ScxmlSession>();
  /** Data of states that waits for their first entry (SCXML 5.3, late binding). */
  private readonly unbound = new Set<XmlElement>();
  /** Internal events that came up outside of an action. They go before the next action's own. */
  private readonly pending: ScxmlEvent[] = [];
  /** Internal events by the name the engine knows them by. */
  private readonly known = new Map<string, ScxmlEvent>();
  private readonly address: string;
  private readonly seesEvents: boolean;
  private at: ChartState = { configuration: [], history: {} };
  private state: 'running' | 'done' | 'cancelled' = 'running';

  constructor(
    private readonly root: XmlElement,
    private readonly world: SessionWorld,
    private readonly invoker?: Invoker,
  ) {
    const id = world.nextId();
    this.address = `#_scxml_${id}`;
    this.seesEvents = root.mentions('_event');
    this.document = chartOf(root, this.seesEvents);
    const { chart, faults } = compileChart(this.document.source);
    if (chart === undefined) {
      const told = faults.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw new Error(`the chart has faults: ${told.join('; ')}`);
    }
    this.chart = chart;
    const entry = { location: this.address };
    this.data = new EcmaScriptDatamodel(
      { sessionId: id, name: root.getAttribute('name') },
      (state) => this.active.has(state),
      { scxml: entry, [SCXML_PROCESSOR]: entry },
    );
    this.sending = new Sending(this.data, {
      origin: this.address,
      receiverAt: (target) => this.receiverAt(target),
      // What is sent without delay is the receiver's already: it comes, whatever becomes of the sender (SCXML 6.2).
      deliver: (sendid, delayMs, receive) =>
        world.agenda.put(delayMs === 0 ? world : this, sendid, delayMs, receive),
      cancel: (sendid) => world.agenda.cancel(this, sendid),
      nextId: () => `send-${world.nextId()}`,
    });
    this.content = new ExecutableContent(this.data, this.sending, world.load);
    world.sessions.set(this.address, this);
  }

  get configuration(): readonly string[] {
    return this.at.configuration;
  }

  has(state: string): boolean {
    return this.document.states.has(state);
  }

  start(): void {
    this.bindData();
    for (const script of this.root.childrenNamed('script')) {
      this.content.attempt(script, this.pending, () => this.runScript(script));
    }
    this.settle(start(this.chart, this.context));
  }

  receiveFromOutside(name: string): void {
    this.receive(scxmlEvent(name, 'external'));
  }

  /** Takes an event from the external queue (SCXML appendix D, mainEventLoop). */
  receive(event: ScxmlEvent): void {
    if (this.state !== 'running') return;
    this.data.bindEvent(event);
    for (const [invokeid, child] of [...this.children]) {
      const invoke = this.document.invocations.get(invokeid);
      const finalize = invoke?.child('finalize');
      if (event.invokeid === invokeid && finalize !== undefined) {
        this.pending.push(...this.content.run(finalize));
      }
      if (invoke?.getAttribute('autoforward') === 'true') child.receive(event);
    }
    this.settle(this.step(event));
  }

  private readonly context: StepContext<Question, Block> = {
    guard: ({ condition, element }, event) => {
      const known = this.known.get(event);
      if (known !== undefined) this.data.bindEvent(known);
      return condition === undefined || this.content.holds(condition, element, this.pending);
    },
    raises: (block) => {
      const raised = this.run(block);
      return [...this.pending.splice(0), ...raised].map((event) => this.register(event));
    },
  };

  private step(event: ScxmlEvent): Step<Block> {
    return step(this.chart, this.at, this.register(event), this.context);
  }

  /**
   * The name under which the engine gets an event. A document that looks at its events has each by a name of its own: one
   * more token at the end, which no descriptor asks for, so it matches what it would match without (SCXML 3.12.1).
   */
  private register(event: ScxmlEvent): string {
    if (!this.seesEvents) return event.name;
    const name = `${event.name}.#${this.world.nextId()}`;
    this.known.set(name, event);
    return name;
  }

  private run({ kind, element }: Block): readonly ScxmlEvent[] {
    const { document, active } = this;
    switch (kind) {
      case 'content':
        return this.content.run(element);
      case 'entered':
        active.add(document.nameOf(element));
        return this.bind(element);
      case 'left':
        active.delete(document.nameOf(element));
        return [];
      case 'done':
        return this.tellDone(element);
    }
  }

  /** Prepares what the engine's `done.state.<parent>` carries (SCXML 5.5). */
  private tellDone(final: XmlElement): readonly ScxmlEvent[] {
    const raised: ScxmlEvent[] = [];
    const parent = this.document.parentOf(final);
    const name = `done.state.${parent === undefined ? '' : this.document.nameOf(parent)}`;
    const donedata = final.child('donedata');
    let data: unknown;
    if (donedata !== undefined) {
      this.content.attempt(donedata, raised, () => (data = this.sending.payload(donedata)));
    }
    this.known.set(name, scxmlEvent(name, 'platform', { data }));
    return raised;
  }

  private bindData(): void {
    const late = this.root.getAttribute('binding') === 'late';
    this.declare(this.root, this.pending);
    for (const state of this.document.states.values()) {
      if (late) this.unbound.add(state);
      else this.declare(state, this.pending);
    }
  }

  private bind(state: XmlElement): readonly ScxmlEvent[] {
    const raised: ScxmlEvent[] = [];
    if (this.unbound.delete(state)) this.declare(state, raised);
    return raised;
  }

  private declare(owner: XmlElement, raised: ScxmlEvent[]): void {
    for (const element of owner.child('datamodel')?.childrenNamed('data') ?? []) {
      const name = element.getAttribute('id') ?? '';
      this.data.declare(name, undefined);
      this.content.attempt(element, raised, () => this.data.declare(name, this.initial(element)));
    }
  }

  private initial(element: XmlElement): unknown {
    const given = this.invoker?.data;
    const name = element.getAttribute('id') ?? '';
    if (given?.has(name) === true) return given.get(name);
    const expression = element.getAttribute('expr');
    if (expression !== undefined) return this.data.evaluate(expression);
    const uri = element.getAttribute('src');
    if (uri !== undefined) return this.loadValue(uri);
    return element.children.length === 0 ? undefined : this.data.read(element);
  }

  private loadValue(uri: string): unknown {
    const text = this.world.load(uri);
    return text.trim().startsWith('<') ? parseXml(text) : this.data.readText(text);
  }

  private runScript(script: XmlElement): void {
    const uri = script.getAttribute('src');
    this.data.run(uri === undefined ? script.text : this.world.load(uri));
  }

  /** Ends the macrostep: what came up outside of actions is processed, then invocations begin (SCXML appendix D). */
  private settle(first: Step<Block>): void {
    let last = first;
    const invoked = new Set<string>();
    for (;;) {
      this.at = last;
      for (const invokeid of last.stopped) if (!invoked.delete(invokeid)) this.stop(invokeid);
      for (const invokeid of last.invoked) invoked.add(invokeid);
      if (last.done) return this.finish();
      this.expectActive();
      if (this.pending.length === 0) {
        for (const invokeid of invoked) this.invoke(invokeid);
        invoked.clear();
      }
      const event = this.pending.shift();
      if (event === undefined) return;
      this.data.bindEvent(event);
      last = this.step(event);
    }
  }

  /** What was entered and left, action by action, must come to what the engine says is active. */
  private expectActive(): void {
    const { nameOf, parentOf, states } = this.document;
    const expected = new Set<string>();
    for (const name of this.at.configuration) {
      for (let state = states.get(name); state !== undefined; state = parentOf(state)) {
        expected.add(nameOf(state));
      }
    }
    const wrong = [...expected.symmetricDifference(this.active)];
    if (wrong.length === 0) return;
    throw new Error(`entered and left do not come to the configuration: ${wrong.join(', ')}`);
  }

  private invoke(invokeid: string): void {
    const element = this.document.invocations.get(invokeid);
    if (element === undefined) throw new Error(`no <invoke> is named \`${invokeid}\``);
    this.content.attempt(element, this.pending, () => {
      const location = element.getAttribute('idlocation');
      if (location !== undefined) this.data.assign(location, invokeid);
      const type = this.sending.attribute(element, 'type') ?? 'scxml';
      if (!INVOKABLE.test(type)) throw new ExecutionError(`cannot invoke a \`${type}\``);
      const data = new Map(this.sending.pairs(element));
      const child = new ScxmlSession(this.invokedDocument(element), this.world, {
        session: this,
        invokeid,
        data,
      });
      this.children.set(invokeid, child);
      child.start();
    });
  }

  private invokedDocument(element: XmlElement): XmlElement {
    const uri = this.sending.attribute(element, 'src');
    if (uri !== undefined) return parseXml(this.world.load(uri));
    const content = element.child('content');
    const document = content === undefined ? undefined : this.sending.payload(element);
    if (document instanceof XmlElement) return document;
    throw new ExecutionError('there is no document to invoke');
  }

  private stop(invokeid: string): void {
    this.children.get(invokeid)?.cancel();
    this.children.delete(invokeid);
  }

  /** Ends by its invoker's will: everything is left, and nothing is heard of it any more (SCXML 6.4.3). */
  private cancel(): void {
    if (this.state !== 'running') return;
    this.state = 'cancelled';
    for (const [name, element] of [...this.document.states].reverse()) {
      if (!this.active.has(name)) continue;
      for (const block of element.childrenNamed('onexit')) this.content.run(block);
      this.active.delete(name);
    }
    this.end();
  }

  private finish(): void {
    this.state = 'done';
    this.end();
    if (this.invoker === undefined) return;
    const { session, invokeid } = this.invoker;
    const data = this.known.get('done.state.')?.data;
    const done = scxmlEvent(`done.invoke.${invokeid}`, 'external', { invokeid, data });
    this.world.agenda.put(session, '', 0, () => session.receive(done));
  }

  private end(): void {
    for (const invokeid of [...this.children.keys()]) this.stop(invokeid);
    this.world.agenda.cancelAll(this);
    this.world.sessions.delete(this.address);
  }

  private receiverAt(target: string): (event: ScxmlEvent) => void {
    if (target === '#_parent' && this.invoker !== undefined) {
      const { session, invokeid } = this.invoker;
      if (this.state === 'cancelled') return () => undefined;
      return (event) => session.receive({ ...event, invokeid });
    }
    if (!target.startsWith('#_')) throw new ExecutionError(`\`${target}\` is not an address`);
    const receiver = this.world.sessions.get(target) ?? this.children.get(target.slice(2));
    if (receiver !== undefined) return (event) => receiver.receive(event);
    throw new ExecutionError(`nobody is at \`${target}\``, 'error.communication');
  }
}
