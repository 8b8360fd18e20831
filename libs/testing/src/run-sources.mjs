/**
 * `node --import …/run-sources.mjs file.ts` runs a file of this repository from its sources, in a process of its own,
 * compiled as the build compiles it (Node's own type stripping knows no decorators): `#lib` is libs/<lib>/src/index.ts, and a relative `.js` that is not there is the `.ts` beside it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const LIBS = new URL('../../', import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const lib = /^#([a-z-]+)$/.exec(specifier)?.[1];
    if (lib !== undefined)
      return { url: new URL(`${lib}/src/index.ts`, LIBS).href, shortCircuit: true };
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (!context.parentURL.includes('/node_modules/') && existsSync(fileURLToPath(source)))
        return { url: pathToFileURL(fileURLToPath(source)).href, shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      sourceMaps: 'inline',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
