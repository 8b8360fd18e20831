import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const TYPES = join(ROOT, 'node_modules', '@types', 'node');
const SPEC = /[.](spec|prop|int-spec|e2e-spec)[.]ts$/;

interface Version {
  readonly major: number;
  readonly minor: number;
}

const asNumber = ({ major, minor }: Version): number => major * 1_000 + minor;

function versionIn(text: string): Version {
  const [, major = '0', minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return { major: Number(major), minor: Number(minor) };
}

/** Sources that run in an installation: apps and libraries without their tests. */
function sources(): readonly string[] {
  return ['apps', 'libs'].flatMap((part) =>
    readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !SPEC.test(name) && !name.includes('testing'))
      .map((name) => join(ROOT, part, name)),
  );
}

/** `node:crypto randomUUIDv7`, of everything that is imported from Node. */
function importedFromNode(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of sources()) {
    const text = readFileSync(file, 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(
      /import (?!type)\{([^}]*)\} from 'node:([^']+)'/g,
    )) {
      for (const name of names.split(',').map((one) => one.trim().split(' as ')[0] ?? '')) {
        if (name !== '' && !name.startsWith('type ')) found.add(`${from} ${name}`);
      }
    }
  }
  return found;
}

/** Since when Node has it, as its types document: the earliest release of the newest line it names; undefined: for ever. */
function since(imported: string): Version | undefined {
  const [from = '', name = ''] = imported.split(' ');
  const file = join(TYPES, `${from}.d.ts`);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const at = text.search(new RegExp(`(?:function|class|const|namespace) ${name}\\b`));
  if (at < 0) return undefined;
  const comment = text.slice(text.lastIndexOf('/**', at), at);
  // A comment that ends before something else was declared is of that.
  if (!/^\/\*\*[^]*\*\/\s*(?:export )?$/.test(comment)) return undefined;
  const [, versions] = /@since (v[^\n]*)/.exec(comment) ?? [];
  return versions
    ?.split(',')
    .map(versionIn)
    .toSorted((a, b) => asNumber(b) - asNumber(a))[0];
}

describe('the oldest Node that package.json allows', () => {
  const { engines, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ) as { engines: { node: string }; devDependencies: Record<string, string> };
  const floor = versionIn(engines.node);

  it('has everything that is imported from Node, and is no newer than that asks for', () => {
    const asked = [...importedFromNode()].map((name) => ({ name, since: since(name) }));
    const tooNew = asked.filter((one) => one.since && asNumber(one.since) > asNumber(floor));
    expect(tooNew).toEqual([]);
    const newest = Math.max(...asked.map((one) => (one.since ? asNumber(one.since) : 0)));
    expect(newest).toBe(asNumber(floor));
  });

  it('is not above the Node that the project brings', () => {
    expect(asNumber(versionIn(devDependencies['node'] ?? ''))).toBeGreaterThanOrEqual(
      asNumber(floor),
    );
  });
});
