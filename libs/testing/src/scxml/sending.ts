import { type EcmaScriptDatamodel } from './ecmascript-datamodel.js';
import { ExecutionError, scxmlEvent, type ScxmlEvent } from './scxml-event.js';
import { type XmlElement } from './xml-element.js';

/** The SCXML event I/O processor (SCXML C.1), the only one there is here. */
export const SCXML_PROCESSOR = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';
const PROCESSORS = new Set(['scxml', 'http://www.w3.org/TR/scxml', SCXML_PROCESSOR]);

/** What brings events from session to session. */
export interface Routes {
  /** The address others reach this session by. */
  readonly origin: string;
  /** Whoever receives at an address; throws `ExecutionError` when nobody does. */
  receiverAt(target: string): (event: ScxmlEvent) => void;
  /** Delivers in `delayMs`, unless cancelled by id until then. */
  deliver(id: string, delayMs: number, receive: () => void): void;
  cancel(id: string): void;
  nextId(): string;
}

/** `<send>` and `<cancel>` (SCXML 6.2, 6.3). Everything is evaluated now, however late it is delivered. */
export class Sending {
  constructor(
    private readonly data: EcmaScriptDatamodel,
    private readonly routes: Routes,
  ) {}

  send(element: XmlElement, raised: ScxmlEvent[]): void {
    const { routes } = this;
    const location = element.getAttribute('idlocation');
    const sendid =
      element.getAttribute('id') ?? (location === undefined ? undefined : routes.nextId());
    if (location !== undefined) this.data.assign(location, sendid);
    const processor = this.attribute(element, 'type') ?? SCXML_PROCESSOR;
    if (!PROCESSORS.has(processor.replace(/\/$/, ''))) {
      throw new ExecutionError(
        `no event I/O processor \`${processor}\``,
        'error.execution',
        sendid,
      );
    }
    const name = this.attribute(element, 'event') ?? '';
    const target = this.attribute(element, 'target') ?? routes.origin;
    const delayMs = milliseconds(this.attribute(element, 'delay') ?? '0s');
    const data = this.payload(element);
    if (target === '#_internal') {
      raised.push(scxmlEvent(name, 'internal', { sendid, data }));
      return;
    }
    const origintype = SCXML_PROCESSOR;
    const event = scxmlEvent(name, 'external', { sendid, origin: routes.origin, origintype, data });
    const receive = this.receiver(target, sendid);
    routes.deliver(sendid ?? '', delayMs, () => receive(event));
  }

  cancel(element: XmlElement): void {
    this.routes.cancel(this.attribute(element, 'sendid') ?? '');
  }

  /** What `<param>`, `<content>` and `namelist` carry; undefined when there are none (SCXML 5.7, 5.10.1). */
  payload(element: XmlElement): unknown {
    const content = element.child('content');
    if (content !== undefined) {
      const expression = content.getAttribute('expr');
      return expression === undefined ? this.data.read(content) : this.data.evaluate(expression);
    }
    const pairs = this.pairs(element);
    return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
  }

  pairs(element: XmlElement): readonly [string, unknown][] {
    const named = element
      .words('namelist')
      .map((name): [string, unknown] => [name, this.data.evaluate(name)]);
    const params = element.childrenNamed('param').map((param): [string, unknown] => {
      const expression = param.getAttribute('expr') ?? param.getAttribute('location') ?? '';
      return [param.getAttribute('name') ?? '', this.data.evaluate(expression)];
    });
    return [...named, ...params];
  }

  /** An attribute, or the value of its twin that ends in `expr`. */
  attribute(element: XmlElement, name: string): string | undefined {
    const expression = element.getAttribute(`${name}expr`);
    return expression === undefined
      ? element.getAttribute(name)
      : String(this.data.evaluate(expression));
  }

  private receiver(target: string, sendid: string | undefined): (event: ScxmlEvent) => void {
    try {
      return this.routes.receiverAt(target);
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      throw new ExecutionError(error.message, error.event, sendid);
    }
  }
}

/** A CSS2 time (SCXML 6.2.4): `1s`, `.5s`, `10ms`. */
function milliseconds(time: string): number {
  const [, number = '', unit = ''] = /^\s*(\d*\.?\d+)\s*(ms|s)\s*$/.exec(time) ?? [];
  if (unit === '') throw new ExecutionError(`\`${time}\` is not a time`);
  return Number(number) * (unit === 's' ? 1000 : 1);
}
