import Type from 'typebox';
import { type Answer } from './answer.js';

export const LivenessSchema = Type.Object({ status: Type.Literal('live') });
export type LivenessView = Answer<typeof LivenessSchema>;

export const ReadinessSchema = Type.Object({
  status: Type.Enum(['ready', 'not ready']),
  parts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]), {
    description: 'What each part still misses, in words; null: nothing.',
  }),
});
export type ReadinessView = Answer<typeof ReadinessSchema>;
