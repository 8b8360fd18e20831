import { hostPorts, Refusal } from './setting.js';

const SINGLE = /^rediss?:\/\//;
const GROUP = /^rediss?\+(sentinel|cluster):\/\/(?:[^@/]*@)?([^/?#]*)(\/[^?#]*)?$/;

/** Checks a Redis URL of one of three forms: one server, sentinels, cluster. Gives it back as it is. */
export function redisUrl(value: string): string {
  if (SINGLE.test(value)) {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed === undefined || parsed.hostname === '') throw new Refusal('must name a host');
    if (!/^\/?\d*$/.test(parsed.pathname)) {
      throw new Refusal('must end in a database number, or in nothing, after the host');
    }
    return value;
  }
  const match = GROUP.exec(value);
  if (!match) {
    throw new Refusal(
      'must begin with redis://, rediss://, redis+sentinel://, redis+cluster://, rediss+sentinel:// or rediss+cluster://',
    );
  }
  const [, form, hosts = '', path = ''] = match;
  hostPorts(hosts.replace(/(^|,)([^:,[\]]+|\[[^\]]*\])(?=,|$)/g, '$1$2:6379'));
  if (form === 'sentinel' && !/^\/[^/]+(\/\d+)?$/.test(path)) {
    throw new Refusal('must end in /master-name or /master-name/db');
  }
  if (form === 'cluster' && !/^\/?$/.test(path)) {
    throw new Refusal('must end after the hosts: a cluster has one database');
  }
  return value;
}
