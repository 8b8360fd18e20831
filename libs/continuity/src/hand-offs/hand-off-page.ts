import { type Continuation, type Definition, humanise } from '#journey';
import { type HandOff } from '#ports';
import { html, type Markup, NOTHING } from '#security';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The page a link opens. Its script takes the token from behind the `#`; without scripts it can be pasted. */
export function landingPage(): Markup {
  return page(
    'Go on where you were',
    html`<form method="post" action="/handoff" data-takes-token>
      <label for="token">The part of your link that follows the # sign</label>
      <input
        type="text"
        id="token"
        name="token"
        maxlength="256"
        required
        autocomplete="off"
        spellcheck="false"
      />
      <button>See where it leads</button>
    </form>`,
    html`<script src="/handoff/handoff.js" defer></script>`,
  );
}

/** What somebody sees before they use their link. `id` names the redeeming, so that a page loaded again is the same one. */
export interface Leading {
  readonly token: string;
  readonly id: string;
  readonly handOff: HandOff;
  readonly title: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** Where a link leads. Nothing is used up by looking. */
export function leadingPage({ token, id, handOff, title, now }: Leading): Markup {
  const { to, expiresAt } = handOff;
  const until = new Date(expiresAt).toISOString();
  return page(
    title,
    html`<dl>
        <dt>Goes on by</dt>
        <dd>${to}</dd>
        <dt>Works for</dt>
        <dd><time datetime="${until}">${left(expiresAt - now)}</time>, and once</dd>
      </dl>
      <form method="post" action="/handoff/go-on">
        <input type="hidden" name="token" value="${token}" />
        <input type="hidden" name="id" value="${id}" />
        <button>Go on</button>
      </form>`,
  );
}

/** Where somebody is who went on: no value, only what is known and what is not. */
export function wentOnPage(definition: Definition | undefined, shown: Continuation): Markup {
  const { title, stateTitle, progress, known, next } = shown;
  const here = next.find((step) => step.here && step.prompt !== null);
  const needs = [...new Set(next.flatMap((step) => step.needs))];
  const row = (term: string, text: string): Markup =>
    text === ''
      ? NOTHING
      : html`<dt>${term}</dt>
          <dd>${text}</dd>`;
  const named = (names: readonly string[]): string =>
    names.map((name) => definition?.fields.get(name)?.source.title ?? humanise(name)).join(', ');
  return page(
    title,
    html`<dl>
        ${row('You are at', stateTitle)}
        ${row('Steps done', `${String(progress.done)} of ${String(progress.of)}`)}
        ${row('We know', named(known))} ${row('We still need', named(needs))}
        ${row('Next', here?.prompt ?? next[0]?.label ?? '')}
      </dl>
      <p class="quiet">Your link has been used. Nothing you told us has to be told again.</p>`,
  );
}

/** Why a link leads nowhere. */
export function refusalPage({ title, detail }: Readonly<Record<'title' | 'detail', string>>) {
  return page(
    title,
    html`<p>${detail}</p>
      <p class="quiet">What you have done so far is kept.</p>`,
  );
}

function page(title: string, content: Markup, head: Markup = NOTHING): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/handoff/handoff.css" />
        ${head}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
}

/** What is left of a time, ms, in words, rounded up. */
function left(ms: number): string {
  const [count, unit] =
    ms > 2 * HOUR ? [Math.ceil(ms / HOUR), 'hour'] : [Math.ceil(ms / MINUTE), 'minute'];
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
