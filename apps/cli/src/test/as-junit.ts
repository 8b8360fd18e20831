import type { Spot } from '#replay';
import type { Tested } from './tested.js';

/** A fault of a file, or a scenario's failure. */
interface Told extends Spot {
  readonly message: string;
  readonly step?: string;
}

/** Results in the XML that build servers read: one suite a definition, one case a scenario; a faulty file is one error. */
export function asJunit(tested: readonly Tested[]): string {
  const suites = tested.filter(({ run }) => run !== undefined).map(suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function suite({ definition, spec = '', run }: Tested): string {
  const faults = run?.faults ?? [];
  const scenarios = run?.result?.scenarios ?? [];
  const failed = scenarios.filter(({ failures }) => failures.length > 0).length;
  const attributes = [
    attribute('name', definition),
    attribute('file', spec),
    attribute('tests', scenarios.length + (faults.length > 0 ? 1 : 0)),
    attribute('failures', failed),
    attribute('errors', faults.length > 0 ? 1 : 0),
  ];
  const cases = scenarios.map(({ name, failures }) =>
    testCase(definition, name, 'failure', failures.map(told)),
  );
  if (faults.length > 0) {
    cases.push(testCase(definition, 'the files can be read', 'error', faults.map(told)));
  }
  return `  <testsuite${attributes.join('')}>\n${cases.join('')}  </testsuite>\n`;
}

interface Trouble {
  readonly message: string;
  readonly details: readonly string[];
}

function told({ file, line, column, message, step }: Told): Trouble {
  const after = step === undefined ? [] : [`after ${step}`];
  return { message, details: [...after, `${file}:${line}:${column}`] };
}

function testCase(
  definition: string,
  name: string,
  kind: 'failure' | 'error',
  troubles: readonly Trouble[],
): string {
  const head = `    <testcase${attribute('classname', definition)}${attribute('name', name)}`;
  const [first] = troubles;
  if (first === undefined) return `${head}/>\n`;
  const body = troubles.flatMap(({ message, details }) => [message, ...details]).join('\n');
  return `${head}>\n      <${kind}${attribute('message', first.message)}>${escape(body)}</${kind}>\n    </testcase>\n`;
}

function attribute(name: string, value: string | number): string {
  return ` ${name}="${escape(String(value))}"`;
}

/** What XML 1.0 has a meaning of its own for; control characters it does not allow at all are left out. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll(/[^\P{Cc}\t\r]/gu, '');
}
