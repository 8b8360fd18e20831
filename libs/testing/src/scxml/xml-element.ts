import { SaxesParser } from 'saxes';

/** One element of an XML document, with as much of the DOM as the tests' expressions ask for. */
export class XmlElement {
  readonly children: (XmlElement | string)[] = [];

  constructor(
    /** Local name. */
    readonly name: string,
    private readonly attributes: ReadonlyMap<string, string>,
    /** Of the start tag's end, counted from 1. */
    readonly line: number,
    readonly column: number,
  ) {}

  get elements(): readonly XmlElement[] {
    return this.children.filter((child) => child instanceof XmlElement);
  }

  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }

  /** Undefined where the DOM says null. */
  getAttribute(name: string): string | undefined {
    return this.attributes.get(name);
  }

  /** A blank-separated list. */
  words(attribute: string): readonly string[] {
    return (this.getAttribute(attribute) ?? '').split(/\s+/).filter((word) => word !== '');
  }

  child(name: string): XmlElement | undefined {
    return this.elements.find((element) => element.name === name);
  }

  childrenNamed(name: string): readonly XmlElement[] {
    return this.elements.filter((element) => element.name === name);
  }

  /** Whether a word stands anywhere in its attributes or text. */
  mentions(word: string): boolean {
    return (
      [...this.attributes.values()].some((value) => value.includes(word)) ||
      this.children.some((child) =>
        typeof child === 'string' ? child.includes(word) : child.mentions(word),
      )
    );
  }

  getElementsByTagName(name: string): readonly XmlElement[] {
    return this.elements.flatMap((element) => [
      ...(element.name === name ? [element] : []),
      ...element.getElementsByTagName(name),
    ]);
  }
}

/** The root of a document. Throws what the parser has against it, with line and column. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, attributes }) => {
    const values = Object.values(attributes).map((attribute): [string, string] => [
      attribute.local,
      attribute.value,
    ]);
    const element = new XmlElement(local, new Map(values), parser.line, parser.column);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (value) => open.at(-1)?.children.push(value));
  parser.on('cdata', (value) => open.at(-1)?.children.push(value));
  parser.write(text).close();
  if (root === undefined) throw new Error('the document has no root element');
  return root;
}
