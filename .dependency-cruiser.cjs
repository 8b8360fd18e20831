/** Import-direction rules. A rule's `comment` is what the developer reads when it fires. */
const CORE = '^libs/(statechart|journey|identity|contracts)/';
const ADAPTER = '^libs/(log-[^/]+|store-[^/]+|avro|channels|observability|security)/';
const SPEC = '[.](spec|prop|int-spec|e2e-spec)[.]ts$';
const NPM = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'];
const only = (name, owner, pkg) => ({
  name,
  severity: 'error',
  comment: `${pkg} is behind a port: use ${owner}.`,
  from: { path: '^(apps|libs)/', pathNot: [owner, '^libs/testing/', SPEC] },
  to: { path: `^node_modules/${pkg}` },
});
/** A library that sees the core, ports, loggers and these other libraries, and stands on these packages. */
const knows = (library, others, packages, comment) => {
  const sees = [library, 'ports', 'observability', ...others].join('|');
  const owned = packages.map((each) => `^node_modules/${each}/`);
  const from = { path: `^libs/${library}/`, pathNot: ['/src/testing/', SPEC] };
  return [
    {
      name: `${library}-knows-its-neighbours`,
      severity: 'error',
      comment,
      from,
      to: { path: '^(apps|libs)/', pathNot: [`^libs/(${sees})/`, CORE] },
    },
    {
      name: `${library}-owns-its-packages`,
      severity: 'error',
      comment: `${library} stands on ${packages.join(', ') || 'no package'}; ask another library, or own one more on purpose.`,
      from,
      to: {
        dependencyTypes: NPM,
        ...(owned.length === 0 ? {} : { pathNot: owned }),
      },
    },
  ];
};

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Break the cycle; never forwardRef around it.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'Nothing is there.',
      from: {},
      // The console serves it beside the page's own modules.
      to: { couldNotResolve: true, pathNot: '^[.]/openapi-fetch[.]js$' },
    },

    {
      name: 'core-has-no-npm',
      severity: 'error',
      comment: 'The core takes time, ids and randomness as arguments: no Node builtins, no npm.',
      from: { path: '^libs/(statechart|contracts)/', pathNot: SPEC },
      to: { dependencyTypes: ['core', ...NPM] },
    },
    {
      name: 'journey-has-only-cel',
      severity: 'error',
      comment: 'Expressions are the one thing we did not write ourselves.',
      from: { path: '^libs/journey/', pathNot: SPEC },
      to: { dependencyTypes: ['core', ...NPM], pathNot: '^node_modules/@marcbachmann/cel-js' },
    },
    {
      name: 'identity-has-only-phones',
      severity: 'error',
      comment: 'Phone numbers are the one thing we did not write ourselves.',
      from: { path: '^libs/identity/', pathNot: SPEC },
      to: { dependencyTypes: ['core', ...NPM], pathNot: '^node_modules/libphonenumber-js' },
    },
    {
      name: 'core-knows-only-core',
      severity: 'error',
      comment: 'The core does no I/O and knows nobody who does.',
      from: { path: CORE, pathNot: SPEC },
      to: { path: '^(apps|libs)/', pathNot: CORE },
    },
    {
      name: 'statechart-is-a-leaf',
      severity: 'error',
      comment: 'statechart imports nothing.',
      from: { path: '^libs/statechart/', pathNot: SPEC },
      to: { path: '^libs/', pathNot: '^libs/statechart/' },
    },
    {
      name: 'ports-name-core-types-only',
      severity: 'error',
      comment: 'A port speaks in core types.',
      from: { path: '^libs/ports/', pathNot: SPEC },
      to: { path: '^(apps|libs)/', pathNot: ['^libs/ports/', CORE] },
    },
    {
      name: 'history-sees-core-and-ports',
      severity: 'error',
      comment:
        'Reading the past needs the log, the stores and the fold, and nothing of who writes.',
      from: { path: '^libs/history/', pathNot: ['/src/testing/', SPEC] },
      to: { path: '^(apps|libs)/', pathNot: ['^libs/(api|history|ports)/', CORE] },
    },
    {
      name: 'orchestration-sees-core-history-and-ports',
      severity: 'error',
      comment: 'The loop is written over ports, and folds by the function that history folds by.',
      from: { path: '^libs/orchestration/', pathNot: ['/src/testing/', SPEC] },
      to: { path: '^(apps|libs)/', pathNot: ['^libs/(orchestration|history|ports)/', CORE] },
    },
    {
      name: 'checker-sees-core-history-loop-and-ports',
      severity: 'error',
      comment: 'The checker folds as history does and works out what the loop should have written.',
      from: { path: '^libs/checker/', pathNot: SPEC },
      to: {
        path: '^(apps|libs)/',
        pathNot: ['^libs/(checker|history|orchestration|ports)/', CORE],
      },
    },
    {
      name: 'the-fold-and-its-loop-have-no-npm',
      severity: 'error',
      comment: 'The loop, history and the checker are written over ports.',
      from: { path: '^libs/(orchestration|history|checker)/', pathNot: SPEC },
      to: { dependencyTypes: NPM },
    },
    {
      name: 'only-shells-run-the-loop',
      severity: 'error',
      comment: 'Who reads a state or a past imports #history; the loop is started by an app.',
      from: {
        path: '^(apps|libs)/',
        pathNot: [
          '^apps/(orchestrator|backbone|cli)/',
          '^libs/(orchestration|checker|testing)/',
          '/src/testing/',
          SPEC,
        ],
      },
      to: { path: '^libs/orchestration/' },
    },
    ...knows(
      'upkeep',
      [],
      [],
      'What follows the log or comes again by the clock is told what to do by whoever needs it.',
    ),
    ...knows(
      'api',
      ['definitions', 'replay'],
      ['typebox', 'ajv', 'ajv-formats', 'openapi-fetch'],
      'Shapes and words of the API: what decides is elsewhere.',
    ),
    ...knows(
      'customers',
      ['api', 'history', 'upkeep'],
      ['typebox'],
      'Who a customer is hangs on nothing that is done with customers.',
    ),
    ...knows(
      'intake',
      ['api', 'customers', 'definitions', 'security', 'upkeep'],
      ['ajv', 'ajv-formats'],
      'What becomes a record needs to know whose it is, and nothing of what is made of it.',
    ),
    ...knows(
      'continuity',
      ['api', 'customers', 'history', 'intake', 'security', 'upkeep'],
      ['qr'],
      'Who goes on where is told by records; inboxes and streams come behind.',
    ),
    ...knows(
      'inbox',
      ['api', 'customers', 'intake', 'security', 'upkeep'],
      [],
      'What is held is explained and sent again through intake.',
    ),
    ...knows(
      'streams',
      ['api', 'continuity', 'upkeep'],
      [],
      'Streams tell what is in the log and who works on it; how it goes over a wire is #http.',
    ),
    ...knows(
      'http',
      ['api', 'config', 'intake', 'nest', 'security', 'streams'],
      ['@nestjs', 'fastify', 'typebox', 'ajv', 'ajv-formats'],
      'What every HTTP app shares knows none of what one of them is about.',
    ),
    {
      name: 'shells-wire-what-decides',
      severity: 'error',
      comment:
        'What decides, keeps and follows works without Nest and HTTP: an app puts them together.',
      from: { path: '^libs/', pathNot: ['^libs/(nest|http|testing)/', '/src/testing/', SPEC] },
      to: { path: '^libs/(nest|http)/' },
    },
    {
      name: 'desk-and-console-speak-by-the-api',
      severity: 'error',
      comment:
        'They are clients like any other: what the gateway does with customers is asked of it.',
      from: { path: '^apps/(desk|console)/', pathNot: ['/src/testing/', SPEC] },
      to: { path: '^libs/(customers|continuity|inbox|intake)/' },
    },
    {
      name: 'replay-sees-core-definitions-and-ports',
      severity: 'error',
      comment: 'Replay folds in memory; what reads logs and files hands it the records.',
      from: { path: '^libs/replay/', pathNot: SPEC },
      to: { path: '^(apps|libs)/', pathNot: ['^libs/(replay|definitions|ports)/', CORE] },
    },
    {
      name: 'adapters-see-ports-and-core-only',
      severity: 'error',
      comment: 'Options, logger and codec are passed in by the app.',
      from: { path: ADAPTER, pathNot: SPEC },
      to: { path: '^(apps|libs)/', pathNot: ['^libs/ports/', CORE, ADAPTER] },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      comment: 'Wire them in the app.',
      from: { path: ADAPTER, pathNot: SPEC },
      to: { path: ADAPTER, pathNot: '^libs/$1/' },
    },

    only('kafkajs-only-in-log-kafka', '^libs/log-kafka/', 'kafkajs'),
    only('ioredis-only-in-store-redis', '^libs/store-redis/', 'ioredis'),
    only('lmdb-only-in-embedded', '^libs/(log|store)-embedded/', 'lmdb'),
    only('avsc-only-in-avro', '^libs/avro/', 'avsc'),
    {
      name: 'nest-only-in-the-shell',
      severity: 'error',
      comment: 'Nest wires apps; of the libraries only what every app is wired with knows it.',
      from: { path: '^libs/', pathNot: ['^libs/(nest|http)/', SPEC] },
      to: { path: '^node_modules/@nestjs/' },
    },

    {
      name: 'client-knows-the-description-only',
      severity: 'error',
      comment:
        'Who calls the API needs its types, and nothing of who answers; the page has them, too.',
      from: { path: '^libs/client/', pathNot: SPEC },
      to: { pathNot: ['^libs/client/', '^node_modules/openapi-'] },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      comment: 'Move what is shared into a lib.',
      from: { path: '^libs/', pathNot: '^libs/testing/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-do-not-import-apps',
      severity: 'error',
      comment:
        'Only backbone, which is all of them in one process, may; and the gateway’s process serves the console.',
      from: {
        path: '^apps/([^/]+)/',
        pathNot: ['^apps/backbone/', '^apps/gateway/src/main[.]ts$', SPEC],
      },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'gateway-serves-only-the-console',
      severity: 'error',
      comment:
        'The page needs an origin whose API it calls; nothing else of another app is needed.',
      from: { path: '^apps/gateway/src/main[.]ts$' },
      to: { path: '^apps/', pathNot: ['^apps/gateway/', '^apps/console/src/index[.]ts$'] },
    },
    {
      name: 'backbone-takes-modules',
      severity: 'error',
      comment: 'backbone composes other apps by their index.ts.',
      from: { path: '^apps/backbone/' },
      to: { path: '^apps/[^/]+/', pathNot: ['^apps/backbone/', '^apps/[^/]+/src/index[.]ts$'] },
    },
    {
      name: 'config-only-in-the-shell',
      severity: 'error',
      comment: 'Options are passed in.',
      from: { path: '^libs/', pathNot: ['^libs/(config|nest|http|testing)/', SPEC] },
      to: { path: '^libs/config/' },
    },
    {
      name: 'testing-is-for-specs',
      severity: 'error',
      comment: 'Test material stays out of what ships.',
      from: { pathNot: ['^libs/testing/', '^bench/', '/src/testing/', SPEC, '^jest'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'through-the-front-door',
      severity: 'error',
      comment: 'Import another lib by its src/index.ts only.',
      from: { path: '^(apps|libs|bench|tools)/([^/]+)/?' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/[^/]+/src/index[.]ts$', '^$1/$2/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/.cache)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
    },
  },
};
