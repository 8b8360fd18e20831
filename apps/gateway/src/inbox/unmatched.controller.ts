import { inboxController } from './inbox-controller.js';
import { UNMATCHED } from './tokens.js';

export const UnmatchedController = inboxController({
  name: 'UnmatchedController',
  path: '/v1/unmatched',
  token: UNMATCHED,
  words: {
    list: 'Interactions that nothing took, latest first, with counts by reason.',
    explain: 'One of them: what was sent, why nothing took it, and what would happen to it now.',
    replay:
      'A new interaction with the id `re-<entry>` and the same source, checked as `POST /v1/interactions` checks. With `dryRun` it is only told (200) what it would come to.',
    missing: 'There is no such entry.',
  },
});
