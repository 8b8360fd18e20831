export { playSubject, type SubjectPlay } from './play-subject.js';
export { Player, type Played } from './player.js';
export {
  isComplete,
  type Coverage,
  type DeclaredDisposition,
  type Reach,
} from './spec/coverage.js';
export { type Place } from './spec/instrument.js';
export { recordSpec, type RecordedSpec, type SpecRecording } from './spec/record-spec.js';
export * from './spec/run-spec.js';
export * from './spec/spec-files.js';
export { Trajectories, type Stay, type Trajectory } from './trajectory.js';
export { Backtest, type BacktestOptions } from './backtest/backtest.js';
export {
  faultOf as expectationFault,
  judge,
  type Expectation,
  type Judged,
} from './backtest/expectation.js';
export { readExpectations, type ReadExpectations } from './backtest/read-expectations.js';
export {
  recordsOfLog,
  type CustomerRecords,
  type LogReading,
  type LogSelection,
} from './backtest/log-records.js';
export * from './backtest/report.js';
export { type Spread } from './backtest/spread.js';
