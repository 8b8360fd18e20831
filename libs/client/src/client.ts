import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import { type paths } from './generated/openapi.js';

/** The calls of the public API, typed from its description. */
export type Api = Client<paths>;

export interface ApiClientOptions {
  /** Where it is, e.g. http://127.0.0.1:8080 */
  readonly url: string;
  /** The value of `Authorization`: `Bearer tl_…`. */
  readonly authorization?: string | undefined;
  /** Asks the network; it may give up, or tell failures in words of its own. */
  readonly fetch?: ClientOptions['fetch'];
}

/** A client of the public API. A call resolves with what was answered, also a problem; it rejects with what `fetch` does. */
export function apiClient({ url, authorization, fetch }: ApiClientOptions): Api {
  return createClient<paths>({
    baseUrl: url,
    headers: authorization === undefined ? {} : { authorization },
    ...(fetch !== undefined && { fetch }),
  });
}
