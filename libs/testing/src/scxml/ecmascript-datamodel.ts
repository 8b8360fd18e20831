import { createContext, Script, type Context } from 'node:vm';
import { type ScxmlEvent } from './scxml-event.js';
import { type XmlElement } from './xml-element.js';

const SYSTEM = new Set(['_event', '_sessionid', '_name', '_ioprocessors', '_x']);
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** The ECMAScript data model of one session (SCXML B.2), in a global scope of its own. Every method throws what is wrong. */
export class EcmaScriptDatamodel {
  private readonly scope: Context;

  constructor(
    about: { readonly sessionId: string; readonly name: string | undefined },
    isActive: (state: string) => boolean,
    ioprocessors: Readonly<Record<string, { readonly location: string }>>,
  ) {
    this.scope = createContext({
      _sessionid: about.sessionId,
      _name: about.name,
      _ioprocessors: ioprocessors,
      _event: undefined,
      _x: {},
      In: isActive,
    });
  }

  bindEvent(event: ScxmlEvent): void {
    this.scope['_event'] = event;
  }

  /** Creates a variable, or sets one that exists. */
  declare(name: string, value: unknown): void {
    if (!IDENTIFIER.test(name) || SYSTEM.has(name)) {
      throw new TypeError(`\`${name}\` is not a name for a variable`);
    }
    this.scope[name] = value;
  }

  evaluate(expression: string): unknown {
    const bare = expression.trim().replace(/;$/, '');
    return new Script(`(${bare}\n)`).runInContext(this.scope);
  }

  assign(location: string, value: unknown): void {
    const [root = ''] = /^\s*[\w$]+/.exec(location) ?? [];
    if (SYSTEM.has(root.trim())) throw new TypeError(`${location} cannot be changed`);
    if (!(root.trim() in this.scope)) throw new ReferenceError(`${location} is not declared`);
    this.scope['_x'] = { assigned: value };
    new Script(`${location} = _x.assigned`).runInContext(this.scope);
  }

  run(script: string): void {
    new Script(script).runInContext(this.scope);
  }

  /** What content written into a document means: XML, else JSON, else a string with its blanks normalized (SCXML B.2.4). */
  read(content: XmlElement): unknown {
    const [element] = content.elements;
    return element ?? this.readText(content.text);
  }

  readText(text: string): unknown {
    this.scope['_x'] = { text };
    try {
      return new Script('JSON.parse(_x.text)').runInContext(this.scope);
    } catch {
      return text.trim().replace(/\s+/g, ' ');
    }
  }
}
