import { LIVE_CLOCK, type Cause, type OperatorCommand } from '#contracts';
import { isRunning } from '../subject/correlate.js';
import { commandKey, isDuplicate, remember } from '../record/dedupe.js';
import { type Ending } from '../fold/ending.js';
import { readObject } from '../record/event-data.js';
import { explainClosed } from '../step/explain.js';
import { type Fold } from '../fold/fold.js';
import { survivorOf } from '../subject/moved-journeys.js';
import { migrateByCommand } from '../migration/migrate-by-command.js';
import { plainOccurrence } from '../record/occurrence.js';
import { badCommand, COMMANDS } from '../offer/operator-commands.js';
import { verdict, type Verdict } from '../turn/verdict.js';

/** Closes an entry of the unmatched inbox: the only command that is about no journey. */
const DISCARD = 'discard';
/** The only one that leads a journey out of its definition. */
const MIGRATE = 'migrate';

/** Folds an operator's command, once by its id. `COMMANDS` are about a running journey. */
export function decideCommand(fold: Fold, command: OperatorCommand, timestamp: number): Ending {
  const journeyId = survivorOf(fold.state, command.journeyId) ?? command.journeyId;
  const clock = fold.state.journeys.find((one) => one.journeyId === journeyId)?.clock ?? LIVE_CLOCK;
  const now = fold.now(clock, clock === LIVE_CLOCK ? timestamp : 0);
  const key = commandKey(command);
  if (isDuplicate(fold.state.recentIds, key)) return { kind: 'duplicate', time: now };
  fold.catchUp(clock, now);
  fold.remember(remember(fold.state.recentIds, key, now));
  if (command.command === DISCARD) return { ...discard(command), time: now };
  return {
    ...commandJourney(fold, { ...command, journeyId }, now),
    journeyIds: [journeyId],
    time: now,
  };
}

/** Changes nothing: its disposition is what closes the entry, and names it. */
function discard(command: OperatorCommand): Verdict {
  const { disposition } = readObject(command.data).data;
  return typeof disposition === 'string'
    ? verdict('captured', 'discarded', [disposition])
    : badCommand('`discard` takes {"disposition": id}');
}

function commandJourney(fold: Fold, command: OperatorCommand, now: number): Verdict {
  const { journeyId } = command;
  const unmatched = (reason: string, detail: string): Verdict =>
    verdict('unmatched', reason, [detail]);
  const journey = fold.state.journeys.find((one) => one.journeyId === journeyId);
  if (journey === undefined) {
    return unmatched(
      'no-open-journey',
      `journey ${journeyId} is not one of this customer's, open or lately ended`,
    );
  }
  if (!isRunning(journey)) return unmatched('journey-closed', explainClosed([journey]));
  const { definition: name, definitionVersion: version } = journey;
  const definition = fold.definitions.get(name, version);
  if (definition === undefined) {
    return unmatched('no-definition', `${name}@${version} is not loaded`);
  }
  const handler = COMMANDS.get(command.command);
  if (handler === undefined && command.command !== MIGRATE) {
    const known = [...COMMANDS.keys(), MIGRATE, DISCARD].map((one) => `\`${one}\``).join(', ');
    const detail = `\`${command.command}\` is not a command of this version; it knows ${known}`;
    return unmatched('unknown-command', detail);
  }
  const { data, fault } = readObject(command.data);
  if (fault !== undefined) return badCommand(fault);
  const cause: Cause = {
    kind: 'command',
    id: command.id,
    type: command.command,
    actorKind: 'operator',
    actorId: command.operator,
    ...fold.outputs.position,
  };
  const standing = { definition, journey, occurrence: plainOccurrence(cause, now), now };
  if (handler === undefined) return migrateByCommand(fold, standing, data, command.reason);
  return fold.carryOut(standing, handler(standing, command, data));
}
