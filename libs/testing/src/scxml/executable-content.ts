import { type EcmaScriptDatamodel } from './ecmascript-datamodel.js';
import { ExecutionError, scxmlEvent, type ScxmlEvent } from './scxml-event.js';
import { type Sending } from './sending.js';
import { type XmlElement } from './xml-element.js';

/** Runs executable content (SCXML 4): it changes the data model, sends, and says which internal events it raises. */
export class ExecutableContent {
  constructor(
    private readonly data: EcmaScriptDatamodel,
    private readonly sending: Sending,
    private readonly load: (uri: string) => string,
  ) {}

  /** One block: its first error ends it and becomes an event (SCXML 4.9). The events are to be processed in this order. */
  run(block: XmlElement): readonly ScxmlEvent[] {
    const raised: ScxmlEvent[] = [];
    this.attempt(block, raised, () => this.runAll(block.elements, raised));
    return raised;
  }

  /** Whether a condition holds; one that cannot be told does not, and raises an error (SCXML 5.9.1). */
  holds(condition: string, element: XmlElement, raised: ScxmlEvent[]): boolean {
    let held = false;
    this.attempt(element, raised, () => (held = Boolean(this.data.evaluate(condition))));
    return held;
  }

  /** Does what may fail, and raises what comes of a failure. */
  attempt(element: XmlElement, raised: ScxmlEvent[], action: () => void): void {
    try {
      action();
    } catch (error) {
      const { name, reason, sendid, at = element } = describe(error);
      const data = { tagname: at.name, line: at.line, column: at.column, reason };
      raised.push(scxmlEvent(name, 'platform', { sendid, data }));
    }
  }

  private runAll(elements: readonly XmlElement[], raised: ScxmlEvent[]): void {
    for (const element of elements) {
      try {
        this.runOne(element, raised);
      } catch (error) {
        throw error instanceof Failure ? error : new Failure(error, element);
      }
    }
  }

  private runOne(element: XmlElement, raised: ScxmlEvent[]): void {
    const { data } = this;
    const attribute = (name: string): string => element.getAttribute(name) ?? '';
    switch (element.name) {
      case 'raise':
        raised.push(scxmlEvent(attribute('event'), 'internal'));
        return;
      case 'log':
        if (attribute('expr').trim() !== '') data.evaluate(attribute('expr'));
        return;
      case 'assign':
        return data.assign(attribute('location'), this.value(element, 'expr'));
      case 'script':
        return data.run(attribute('src') === '' ? element.text : this.load(attribute('src')));
      case 'if':
        return this.choose(element, raised);
      case 'foreach':
        return this.repeat(element, raised);
      case 'send':
        return this.sending.send(element, raised);
      case 'cancel':
        return this.sending.cancel(element);
      default:
        throw new ExecutionError(`<${element.name}> is not executable content`);
    }
  }

  private value(element: XmlElement, attribute: string): unknown {
    const expression = element.getAttribute(attribute);
    return expression === undefined ? this.data.read(element) : this.data.evaluate(expression);
  }

  private choose(element: XmlElement, raised: ScxmlEvent[]): void {
    let open = this.holds(element.getAttribute('cond') ?? '', element, raised);
    let chosen = open;
    for (const child of element.elements) {
      if (child.name === 'else' || child.name === 'elseif') {
        const condition = child.getAttribute('cond') ?? 'true';
        open = !chosen && this.holds(condition, child, raised);
        chosen ||= open;
      } else if (open) {
        this.runAll([child], raised);
      }
    }
  }

  private repeat(element: XmlElement, raised: ScxmlEvent[]): void {
    const array = this.data.evaluate(element.getAttribute('array') ?? '');
    if (!Array.isArray(array)) throw new ExecutionError('<foreach> wants an array');
    const index = element.getAttribute('index');
    [...(array as readonly unknown[])].forEach((item, place) => {
      this.data.declare(element.getAttribute('item') ?? '', item);
      if (index !== undefined) this.data.declare(index, place);
      this.runAll(element.elements, raised);
    });
  }
}

/** An error with the element it happened in. */
class Failure extends Error {
  constructor(
    override readonly cause: unknown,
    readonly element: XmlElement,
  ) {
    super('executable content failed');
    this.name = 'Failure';
  }
}

function describe(error: unknown): {
  readonly name: string;
  readonly reason: string;
  readonly sendid: string | undefined;
  readonly at?: XmlElement;
} {
  if (error instanceof Failure) return { ...describe(error.cause), at: error.element };
  if (error instanceof ExecutionError) {
    return { name: error.event, reason: error.message, sendid: error.sendid };
  }
  return { name: 'error.execution', reason: String(error), sendid: undefined };
}
