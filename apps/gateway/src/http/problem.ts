// Every service answers the same problems; here they stand beside what the gateway does with them.
export {
  type Fault,
  pointerStep,
  type Problem,
  problem,
  ProblemError,
  type ProblemKind,
  refuse,
} from '#nest';
