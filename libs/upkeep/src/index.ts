export { deadLetterOf } from './dead-letter.js';
export { type Projected, Projection, type ProjectionSource, type Stretch } from './projection.js';
export { RepeatedTask } from './repeated-task.js';
export { DEFAULT_RETRY, type RetryPolicy } from './retry-policy.js';
export { type Work } from './work.js';
