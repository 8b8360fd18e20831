import { inboxController } from './inbox-controller.js';
import { DEAD_LETTERS } from './tokens.js';

export const DeadLettersController = inboxController({
  name: 'DeadLettersController',
  path: '/v1/dead-letters',
  token: DEAD_LETTERS,
  words: {
    list: 'Records that nobody could handle, latest first, with counts by reason.',
    explain: 'One of them: its bytes, why it was given up, and what would happen to it now.',
    replay:
      'An interaction is sent anew with the id `re-<entry>`, checked as `POST /v1/interactions` checks; what cannot be read needs an edit. Any other record is appended as it was: consumers that handled it know its id and leave it. With `dryRun` it is only told (200) what it would come to.',
    missing: 'There is no such dead letter.',
  },
});
