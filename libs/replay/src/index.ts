export { playSubject, type SubjectPlay } from './play-subject.js';
export { Player, type Played } from './player.js';
export { Trajectories, type Stay, type Trajectory } from './trajectory.js';
