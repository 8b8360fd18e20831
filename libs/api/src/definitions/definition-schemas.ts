import Type from 'typebox';
import { type Answer } from '../answer.js';

const CountSchema = Type.Object({
  version: Type.Integer(),
  status: Type.String(),
  state: Type.String({ description: 'Active states, joined by a comma.' }),
  count: Type.Integer(),
});

const OfferProperties = {
  stable: Type.Union([Type.Integer(), Type.Null()], {
    description: 'The version new journeys start on. Null: none.',
  }),
  canary: Type.Union(
    [
      Type.Object({
        version: Type.Integer(),
        share: Type.Integer({ minimum: 1, maximum: 99, description: 'Percent of the customers.' }),
      }),
      Type.Null(),
    ],
    { description: 'Another version, which some customers start on.' },
  ),
};

const DescriptionProperties = {
  name: Type.String(),
  version: Type.Integer(),
  title: Type.String(),
  versions: Type.Array(Type.Integer(), { description: 'All that are deployed, rising.' }),
  startsOn: Type.Array(Type.String()),
  states: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      backstage: Type.Boolean(),
      outcome: Type.Union([Type.String(), Type.Null()]),
      needs: Type.Array(Type.String()),
      channels: Type.Record(Type.String(), Type.String()),
    }),
  ),
};

export const ListSchema = Type.Object({
  definitions: Type.Array(
    Type.Object({
      ...DescriptionProperties,
      ...OfferProperties,
      counts: Type.Array(CountSchema),
    }),
  ),
});
export type DefinitionsView = Answer<typeof ListSchema>;

export const CountsSchema = Type.Object({ counts: Type.Array(CountSchema) });
export type CountsView = Answer<typeof CountsSchema>;

export const FaultSchema = Type.Object({
  line: Type.Integer({ description: 'From 1.' }),
  column: Type.Integer({ description: 'From 1.' }),
  pointer: Type.String({ description: 'JSON pointer into the definition.' }),
  severity: Type.Enum(['error', 'warning']),
  detail: Type.String(),
});
export type FaultView = Answer<typeof FaultSchema>;

export const VersionSchema = Type.Object({
  ...DescriptionProperties,
  available: Type.Boolean({
    description: 'False: this build cannot compile the text; nothing starts on it.',
  }),
  source: Type.Record(Type.String(), Type.Unknown(), { description: 'As the file says.' }),
  text: Type.String({ description: 'The file.' }),
  hash: Type.String({ description: 'SHA-256 of the text, hexadecimal.' }),
  deployed: Type.Object({
    deployment: Type.Integer({ description: 'Its number among all deployments.' }),
    time: Type.String({ format: 'date-time' }),
    operator: Type.String(),
    reason: Type.Union([Type.String(), Type.Null()]),
  }),
  faults: Type.Array(FaultSchema, { description: 'What this build finds in the text.' }),
});
export type VersionView = Answer<typeof VersionSchema>;

const ReasonSchema = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'Why, in words; kept with the operator’s name.',
});

export const DeploySchema = Type.Object(
  {
    text: Type.String({ minLength: 1, description: 'The definition file, YAML.' }),
    share: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        default: 100,
        description:
          'Percent of new journeys. 100: all, at once. Less: it is the canary until it gets 100.',
      }),
    ),
    reason: Type.Optional(ReasonSchema),
  },
  { additionalProperties: false },
);

/** What a YAML body cannot say. */
export const DeployQuerySchema = Type.Object(
  {
    share: Type.Integer({
      minimum: 0,
      maximum: 100,
      default: 100,
      description: 'With a YAML body: percent of new journeys.',
    }),
    reason: Type.Optional(ReasonSchema),
  },
  { additionalProperties: false },
);

export const ShareSchema = Type.Object(
  {
    share: Type.Integer({
      minimum: 0,
      maximum: 100,
      description:
        'Percent of new journeys: 100 makes it the stable version, also again; 0 takes it back, a stable one to the one before; anything between makes it the canary.',
    }),
    reason: Type.Optional(ReasonSchema),
  },
  { additionalProperties: false },
);

export const DeployedSchema = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  deployment: Type.Integer({ description: 'How many deployments there are with it.' }),
  changed: Type.Boolean({ description: 'False: it was so already.' }),
  ...OfferProperties,
  warnings: Type.Array(FaultSchema),
});
export type DeployedView = Answer<typeof DeployedSchema>;
