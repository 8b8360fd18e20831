import { LIVE_CLOCK, type Cause, type OperatorCommand } from '#contracts';
import { type Ending } from './ending.js';
import { commandKey, isDuplicate, remember } from './dedupe.js';
import { type Fold } from './fold.js';
import { plainOccurrence } from './occurrence.js';

/** Folds an operator's command: `cancel` ends a journey, `note` is kept in its story. */
export function decideCommand(fold: Fold, command: OperatorCommand, timestamp: number): Ending {
  const { journeyId } = command;
  const clock = fold.state.journeys.find((one) => one.journeyId === journeyId)?.clock ?? LIVE_CLOCK;
  const now = fold.now(clock, clock === LIVE_CLOCK ? timestamp : 0);
  const key = commandKey(command);
  if (isDuplicate(fold.state.recentIds, key)) return { kind: 'duplicate', time: now };
  fold.catchUp(clock, now);
  fold.remember(remember(fold.state.recentIds, key, now));
  const unmatched = (reason: string | null, detail: string): Ending => ({
    kind: 'unmatched',
    reason,
    detail,
    journeyIds: [journeyId],
    time: now,
  });
  const journey = fold.state.journeys.find((one) => one.journeyId === journeyId);
  if (journey === undefined) {
    return unmatched(
      'no-open-journey',
      `journey ${journeyId} is not one of this customer's, open or lately ended`,
    );
  }
  if (journey.status === 'ended') {
    return unmatched('journey-closed', `journey ${journeyId} ended: ${journey.outcome ?? ''}`);
  }
  const { definition: name, definitionVersion: version } = journey;
  const definition = fold.definitions.get(name, version);
  if (definition === undefined) {
    return unmatched('no-definition', `${name}@${version} is not loaded`);
  }
  if (command.command !== 'cancel' && command.command !== 'note') {
    const detail = `\`${command.command}\` is not a command of this version; it knows \`cancel\` and \`note\``;
    return unmatched('unknown-command', detail);
  }
  const cause: Cause = {
    kind: 'command',
    id: command.id,
    type: command.command,
    actorKind: 'operator',
    actorId: command.operator,
    ...fold.outputs.position,
  };
  const turn = fold.turn(journey, definition, plainOccurrence(cause, now), now);
  if (command.command === 'cancel') turn.cancel();
  else turn.note(command.command);
  fold.put(turn);
  const kind = command.command === 'cancel' ? 'advanced' : 'captured';
  return { kind, detail: command.reason, journeyIds: [journeyId], time: now };
}
