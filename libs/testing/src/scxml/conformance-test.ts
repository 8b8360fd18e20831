import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Agenda } from './agenda.js';
import { ScxmlSession } from './scxml-session.js';
import { Unsupported } from './unsupported.js';
import { parseXml } from './xml-element.js';

/** A test of `@scion-scxml/test-framework`: a document, and the configurations it should come to. */
export interface ConformanceTest {
  /** Folder and file in the package, without `.scxml`. */
  readonly name: string;
  readonly path: string;
}

/** What the package expects of a document. */
interface Expected {
  readonly initialConfiguration: readonly string[];
  readonly events: readonly {
    /** ms that pass before. */
    readonly after?: number;
    readonly event: { readonly name: string };
    readonly nextConfiguration: readonly string[];
  }[];
}

interface Expectations extends Expected {
  /** In a few tests: of an engine that follows SCXML 3.13 where SCION does not. */
  readonly legacySemantics?: Expected;
}

const FRAMEWORK = join(
  dirname(createRequire(import.meta.url).resolve('@scion-scxml/test-framework/package.json')),
  'test',
);

/** Every document of the package, in the order of their names. */
export function conformanceTests(): readonly ConformanceTest[] {
  return readdirSync(FRAMEWORK, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.scxml'))
    .sort()
    .map((file) => ({
      name: file.replace(/(\.txml)?\.scxml$/, ''),
      path: join(FRAMEWORK, file),
    }));
}

/**
 * Plays a test on virtual time. Says `passed`, `unsupported: …` when it asks for what there is not here, or `failed: …` with
 * the first configuration that was another, or what was thrown.
 */
export function playConformanceTest({ path }: ConformanceTest): string {
  try {
    return play(path);
  } catch (error) {
    if (error instanceof Unsupported) return `unsupported: ${error.message}`;
    return `failed: ${String(error)}`;
  }
}

function play(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (text.includes('#BasicHTTPEventProcessor')) {
    throw new Unsupported('asks for the Basic HTTP event I/O processor (SCXML C.2)');
  }
  const file = path.replace(/scxml$/, 'json');
  if (!existsSync(file)) throw new Unsupported('the package expects nothing of it');
  const expectations = JSON.parse(readFileSync(file, 'utf8')) as Expectations;
  const begin = (): Begun => begun(text, dirname(path));
  const difference = follow(begin(), expectations);
  if (difference === undefined) return 'passed';
  const { legacySemantics } = expectations;
  if (legacySemantics !== undefined && follow(begin(), legacySemantics) === undefined) {
    throw new Unsupported("expects SCION's own semantics; comes to the test's `legacySemantics`");
  }
  return `failed: ${difference}`;
}

interface Begun {
  readonly agenda: Agenda;
  readonly session: ScxmlSession;
}

function begun(document: string, folder: string): Begun {
  let lastId = 0;
  const agenda = new Agenda();
  const session = new ScxmlSession(parseXml(document), {
    agenda,
    sessions: new Map(),
    load: (uri) => readFileSync(join(folder, uri.replace(/^file:/, '')), 'utf8'),
    nextId: () => String((lastId += 1)),
  });
  session.start();
  return { agenda, session };
}

/** The first difference from what is expected; undefined: there is none. */
function follow({ agenda, session }: Begun, expected: Expected): string | undefined {
  let difference = compare('the start', expected.initialConfiguration, session);
  for (const { after = 0, event, nextConfiguration } of expected.events) {
    if (difference !== undefined) break;
    agenda.advance(after);
    session.receiveFromOutside(event.name);
    difference = compare(`\`${event.name}\``, nextConfiguration, session);
  }
  return difference;
}

function compare(
  moment: string,
  expected: readonly string[],
  session: ScxmlSession,
): string | undefined {
  const strange = expected.find((state) => !session.has(state));
  if (strange !== undefined) {
    throw new Unsupported(`expects \`${strange}\`, a state that the document does not have`);
  }
  const [want, got] = [expected, session.configuration].map((names) =>
    [...names].sort().join(', '),
  );
  return want === got ? undefined : `after ${moment}: expected ${want}, came to ${got}`;
}
