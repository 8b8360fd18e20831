import { systemClock } from '#ports';
import { join } from 'node:path';
import { type Config, loadConfig } from '#config';
import { ChannelKeys } from '#security';
import type { Command } from 'commander';

/** The keys of this installation, as the gateway reads them. */
export async function openKeys(config: Config): Promise<ChannelKeys> {
  return ChannelKeys.open({
    file: join(config.dataDir, 'channel-keys.json'),
    clock: systemClock,
  });
}

/** `throughline keys`: who may send for which channel. A running gateway sees a change within a second. */
export function keysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .description('channel keys: who may send what, for which channel');
  keys
    .command('create')
    .description('make a key; it is shown once')
    .argument('<name>', 'who will have it, e.g. web-shop')
    .option('--channel <channel...>', 'channels it may send for', ['*'])
    .option('--type <type...>', 'event types it may send; application.* allows all that begin so', [
      '*',
    ])
    .action(async (name: string, { channel, type }: { channel: string[]; type: string[] }) => {
      const opened = await openKeys(loadConfig());
      console.log(await opened.create(name, { channels: channel, types: type }));
    });
  keys
    .command('list')
    .description('all keys; the secrets are not kept')
    .action(async () => {
      const opened = await openKeys(loadConfig());
      for (const { id, name, channels, types, revokedAt } of opened.list()) {
        console.log(
          `${id} ${name} channels ${channels.join()} types ${types.join()}${revokedAt === null ? '' : ' (revoked)'}`,
        );
      }
    });
  keys
    .command('revoke')
    .description('refuse a key from now on')
    .argument('<id>', 'as `keys list` shows it')
    .action(async (id: string) => (await openKeys(loadConfig())).revoke(id));
}
