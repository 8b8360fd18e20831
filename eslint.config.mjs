import tseslint from 'typescript-eslint';

const SPECS = [
  '**/*.spec.ts',
  '**/*.prop.ts',
  '**/*.int-spec.ts',
  '**/*.e2e-spec.ts',
  'libs/testing/**',
];
const CORE = [
  'libs/statechart/src/**/*.ts',
  'libs/journey/src/**/*.ts',
  'libs/identity/src/**/*.ts',
  'libs/contracts/src/**/*.ts',
];

const noAmbientTime = [
  {
    object: 'Date',
    property: 'now',
    message: 'Time comes in through the Clock port, or as an argument.',
  },
  { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
];

export default [
  {
    ignores: [
      'dist/**',
      'coverage/**',
      'node_modules/**',
      '**/generated/**',
      'apps/*/public/**/*.js',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    // Nest reads constructor parameter types at run time: a type-only import would erase them.
    files: ['apps/**/*.ts', 'libs/{nest,http}/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['apps/**/*.ts', 'libs/{nest,http}/**/*.ts'],
    ignores: [...SPECS, 'libs/nest/src/{token,provide}.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>5]",
          message: 'At most five: what needs more is two things, or takes one object of options.',
        },
        {
          selector: "Property[key.name='inject'], Property[key.name='useFactory']",
          message: 'provide() and provideBy() of #nest hold names and types against each other.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@nestjs/common',
              importNames: ['Inject', 'forwardRef'],
              message:
                'Inject of #nest is held against its parameter; two that need each other are one, or need a third.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'],
    ignores: SPECS,
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [...SPECS, 'libs/config/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/config reads the environment.' },
      ],
    },
  },
  {
    files: CORE,
    ignores: SPECS,
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'queueMicrotask',
        'performance',
        'crypto',
        'console',
        'fetch',
        'Buffer',
      ],
      'no-restricted-properties': ['error', ...noAmbientTime],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is an argument.',
        },
        { selector: 'AwaitExpression', message: 'The core is synchronous.' },
        { selector: ':function[async=true]', message: 'The core is synchronous.' },
        { selector: 'Decorator', message: 'No decorators in the core.' },
      ],
    },
  },
];
