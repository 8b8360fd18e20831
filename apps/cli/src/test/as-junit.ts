import type { Tested } from './tested.js';

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
  const torn = faults.map(({ line, column, message }) => `${spec}:${line}:${column} ${message}`);
  const cases = [
    ...scenarios.map(({ name, failures }) =>
      testCase(
        definition,
        name,
        'failure',
        failures.map(
          ({ file, line, column, message, step }) =>
            `${message}\n  after ${step}\n  ${file}:${line}:${column}`,
        ),
      ),
    ),
    ...(torn.length > 0 ? [testCase(definition, 'the files can be read', 'error', torn)] : []),
  ];
  return `  <testsuite${attributes.join('')}>\n${cases.join('')}  </testsuite>\n`;
}

function testCase(
  definition: string,
  name: string,
  kind: 'failure' | 'error',
  messages: readonly string[],
): string {
  const head = `    <testcase${attribute('classname', definition)}${attribute('name', name)}`;
  const [first] = messages;
  if (first === undefined) return `${head}/>\n`;
  const body = escape(messages.join('\n'));
  return `${head}>\n      <${kind}${attribute('message', first)}>${body}</${kind}>\n    </testcase>\n`;
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
