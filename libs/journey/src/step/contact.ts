import { type Interaction } from '#contracts';
import { type Turn } from '../turn/turn.js';

/** An interaction is somebody dealing with the journey, at `came`: ms since the epoch. */
export function contact(
  turn: Turn,
  { channel, type, actor }: Pick<Interaction, 'channel' | 'type' | 'actor'>,
  came = turn.now,
): void {
  turn.contact(channel, type, switchesChannel(turn, actor.kind), came);
}

/** A customer switches channels wherever they turn up; staff do where a customer takes part; systems never do. */
function switchesChannel({ definition, journey }: Turn, actor: string): boolean {
  if (actor === 'customer') return true;
  if (actor !== 'agent') return false;
  return journey.configuration.some((state) => definition.states.get(state)?.backstage === false);
}
