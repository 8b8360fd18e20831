/**
 * `node --import …/run-sources.mjs file.ts` runs a file of this repository from its sources, in a process of its own,
 * by Node's type stripping: `#lib` is libs/<lib>/src/index.ts, and a relative `.js` that is not there is the `.ts` beside it.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
});
