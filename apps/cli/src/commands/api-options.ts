import { type Command, Option } from 'commander';

/** Adds `--url` and `--key`, which every command that talks to a running gateway takes. */
export function withApi(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'where the gateway listens')
        .env('THROUGHLINE_URL')
        .default('http://127.0.0.1:8080'),
    )
    .addOption(new Option('--key <key>', 'channel key, tl_…').env('THROUGHLINE_KEY'));
}
