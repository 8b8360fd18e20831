import { type BacktestReport, type Difference, type Example, type Judged } from '#replay';
import { shown } from '../as-text.js';
import { change, DIFFERENCE_WORDS, duration, exit, figure, share } from '../../words.js';
import { bar, bars, spreads } from './bars.js';
import { html, type Markup, NOTHING } from '#security';

const LEGEND = html`<p class="legend small soft">
  <span><i class="key live"></i>live</span><span><i class="key draft"></i>draft</span>
</p>`;

export function expectationSection(expectations: readonly Judged[]): Markup {
  if (expectations.length === 0) return NOTHING;
  const held = expectations.filter((one) => one.held).length;
  return html`<section>
    <h2>What was expected</h2>
    <p class="soft">${held} of ${expectations.length} hold.</p>
    <ul class="plain">
      ${expectations.map(expectationItem)}
    </ul>
  </section>`;
}

function expectationItem({ that, because, held, figures, fault }: Judged): Markup {
  const named = Object.entries(figures).map(([path, value]) => `${path} is ${shown(path, value)}`);
  return html`<li>
    <b class="${held ? 'good' : 'bad'}">${held ? '✓ holds' : '✕ does not hold'}</b>
    <code>${that}</code>
    <div class="small soft">
      ${because === undefined ? '' : `${because}. `}${fault ?? named.join(', ')}
    </div>
  </li>`;
}

export function differenceSection({ differences, journeys }: BacktestReport): Markup {
  const found = (Object.keys(DIFFERENCE_WORDS) as Difference[]).filter(
    (difference) => differences[difference] > 0,
  );
  if (found.length === 0) return NOTHING;
  return html`<section>
    <h2>What differs</h2>
    <p class="soft">
      Journeys, of ${figure(journeys.different)} that differ. One may differ in several.
    </p>
    <table>
      ${found.map((difference) => {
        const count = differences[difference];
        return html`<tr>
          <td>${DIFFERENCE_WORDS[difference]}</td>
          <td class="bar">${bar(count, journeys.different)}</td>
          <td class="n">${figure(count)}</td>
        </tr>`;
      })}
    </table>
  </section>`;
}

export function outcomeSection({ live, draft, outcomeMoves, journeys }: BacktestReport): Markup {
  const moved = outcomeMoves.some((move) => move.live !== move.draft);
  return html`<section>
    <h2>Outcomes</h2>
    ${LEGEND}
    <table>
      <tr>
        <th>outcome</th>
        <th></th>
        <th class="n">live</th>
        <th class="n">draft</th>
        <th class="n">change</th>
      </tr>
      ${Object.entries(live.outcomes).map(([outcome, count]) => {
        const now = draft.outcomes[outcome] ?? 0;
        return html`<tr>
          <td>${outcome}</td>
          <td class="bar">${bars(count, now, journeys.seen)}</td>
          <td class="n">${figure(count)}</td>
          <td class="n">${figure(now)}</td>
          <td class="n">${change(count, now)}</td>
        </tr>`;
      })}
    </table>
    ${moved ? matrix(outcomeMoves) : html`<p class="soft small">Every journey comes to the same outcome under both versions.</p>`}
  </section>`;
}

/** Rows: how it ended live; columns: how under the draft. */
function matrix(moves: BacktestReport['outcomeMoves']): Markup {
  const rows = [...new Set(moves.map(({ live }) => live))].sort();
  const columns = [...new Set(moves.map(({ draft }) => draft))].sort();
  const most = Math.max(
    ...moves.filter((one) => one.live !== one.draft).map((one) => one.journeys),
  );
  const cell = (live: string, draft: string): Markup => {
    const move = moves.find((one) => one.live === live && one.draft === draft);
    if (move === undefined) return html`<td class="soft">·</td>`;
    if (live === draft) return html`<td class="soft">${figure(move.journeys)}</td>`;
    const tint = (0.15 + (0.55 * move.journeys) / most).toFixed(2);
    return html`<td style="background:rgba(var(--wash),${tint})">
      <b>${figure(move.journeys)}</b><small>e.g. ${move.example.startedBy}</small>
    </td>`;
  };
  return html`<h3>From live to draft</h3>
    <div class="scroll">
      <table class="matrix">
        <tr>
          <th>live ↓ draft →</th>
          ${columns.map((draft) => html`<th>${draft}</th>`)}
        </tr>
        ${rows.map(
          (live) =>
            html`<tr>
              <td>${live}</td>
              ${columns.map((draft) => cell(live, draft))}
            </tr>`,
        )}
      </table>
    </div>`;
}

export function partingSection({ partings, journeys }: BacktestReport): Markup {
  if (partings.length === 0) return NOTHING;
  return html`<section>
    <h2>Where they part</h2>
    <p class="soft">
      The state in which a journey first goes another way, or at another time, and what happens
      there in each version.
    </p>
    <div class="scroll">
      <table>
        <tr>
          <th>state</th>
          <th>live</th>
          <th>draft</th>
          <th></th>
          <th class="n">journeys</th>
          <th>for example</th>
        </tr>
        ${partings.map(
          ({ state, live, draft, journeys: count, examples }) =>
            html`<tr>
              <td>${state.join('+') || 'at the start'}</td>
              <td>${exit(live, state)}</td>
              <td>${exit(draft, state)}</td>
              <td class="bar">${bar(count, journeys.different)}</td>
              <td class="n">${figure(count)}</td>
              <td class="small">${examples.map(exampleLine)}</td>
            </tr>`,
        )}
      </table>
    </div>
  </section>`;
}

function exampleLine({ startedBy, journeyId }: Example): Markup {
  return html`<div title="${journeyId}">${startedBy}</div>`;
}

export function stateSection({ live, draft }: BacktestReport): Markup {
  const longest = Math.max(
    1,
    ...[live, draft].flatMap(({ states }) => Object.values(states).map(({ p90 }) => p90 ?? 0)),
  );
  return html`<section>
    <h2>Time in each state</h2>
    <p class="soft">
      Bar: the median of those that left the state. Mark: nine of ten took no longer. Square-root
      scale, up to ${duration(longest)}.
    </p>
    ${LEGEND}
    <div class="scroll">
      <table>
        <tr>
          <th>state</th>
          <th></th>
          <th class="n">entered</th>
          <th class="n">median</th>
          <th class="n">nine of ten</th>
          <th class="n">mean</th>
        </tr>
        ${Object.keys(live.states).map((name) => {
          const [one, other] = [live.states[name], draft.states[name]];
          if (one === undefined || other === undefined) return NOTHING;
          return html`<tr>
            <td>
              ${other.title}
              <div class="small soft">${name}</div>
            </td>
            <td class="bar">${spreads(one, other, longest)}</td>
            ${pair(figure(one.entered), figure(other.entered))}
            ${pair(duration(one.median), duration(other.median))}
            ${pair(duration(one.p90), duration(other.p90))}
            ${pair(duration(one.mean), duration(other.mean))}
          </tr>`;
        })}
      </table>
    </div>
  </section>`;
}

/** Both figures where they differ. */
function pair(live: string, draft: string): Markup {
  if (live === draft) return html`<td class="n soft">${live}</td>`;
  return html`<td class="n">
    <div class="soft">${live}</div>
    <b>${draft}</b>
  </td>`;
}

export function timeToEndSection({ live, draft }: BacktestReport): Markup {
  return html`<section>
    <h2>From start to end</h2>
    <p class="soft">Live above, draft below where they differ.</p>
    <div class="scroll">
      <table>
        <tr>
          <th>outcome</th>
          <th class="n">journeys</th>
          <th class="n">median</th>
          <th class="n">nine of ten</th>
          <th class="n">mean</th>
        </tr>
        ${Object.entries(live.timeToEnd).map(([outcome, one]) => {
          const other = draft.timeToEnd[outcome] ?? one;
          return html`<tr>
            <td>${outcome}</td>
            ${pair(figure(one.count), figure(other.count))}
            ${pair(duration(one.median), duration(other.median))}
            ${pair(duration(one.p90), duration(other.p90))}
            ${pair(duration(one.mean), duration(other.mean))}
          </tr>`;
        })}
      </table>
    </div>
  </section>`;
}

export function countSection(
  title: string,
  about: string,
  live: Readonly<Record<string, number>>,
  draft: Readonly<Record<string, number>>,
  shownAs: (name: string) => string = (name) => name,
): Markup {
  const names = Object.keys(live);
  if (names.length === 0) return NOTHING;
  const most = Math.max(...Object.values(live), ...Object.values(draft));
  return html`<section>
    <h2>${title}</h2>
    <p class="soft">${about}</p>
    <table>
      <tr>
        <th></th>
        <th></th>
        <th class="n">live</th>
        <th class="n">draft</th>
        <th class="n">change</th>
      </tr>
      ${names.map((name) => {
        const [one, other] = [live[name] ?? 0, draft[name] ?? 0];
        return html`<tr>
          <td>${shownAs(name)}</td>
          <td class="bar">${bars(one, other, most)}</td>
          <td class="n">${figure(one)}</td>
          <td class="n">${figure(other)}</td>
          <td class="n">${change(one, other)}</td>
        </tr>`;
      })}
    </table>
  </section>`;
}

export function dispositionMoveSection({ dispositionMoves }: BacktestReport): Markup {
  if (dispositionMoves.length === 0) return NOTHING;
  return html`<section>
    <h2>Records that come to something else</h2>
    <div class="scroll">
      <table>
        <tr>
          <th>event</th>
          <th>live</th>
          <th>draft</th>
          <th class="n">records</th>
          <th>for example</th>
        </tr>
        ${dispositionMoves.slice(0, 30).map(
          ({ event, live, draft, records, example }) =>
            html`<tr>
              <td><code>${event}</code></td>
              <td>${live}</td>
              <td>${draft}</td>
              <td class="n">${figure(records)}</td>
              <td class="small">${example}</td>
            </tr>`,
        )}
      </table>
    </div>
  </section>`;
}

const MOST_CHANGED = 50;

export function changedSection({ changed, journeys }: BacktestReport): Markup {
  if (changed.length === 0) return NOTHING;
  const listed = changed.slice(0, MOST_CHANGED);
  return html`<section>
    <details>
      <summary>
        Journeys that differ: the first ${listed.length} of ${figure(journeys.different)}
        (${share(journeys.different, journeys.seen)})
      </summary>
      <div class="scroll">
        <table>
          <tr>
            <th>started by</th>
            <th>differs in</th>
            <th>live</th>
            <th>draft</th>
          </tr>
          ${listed.map(
            ({ journeyId, startedBy, differences, live, draft }) =>
              html`<tr>
                <td>
                  ${startedBy}
                  <div class="small soft"><code>${journeyId}</code></div>
                </td>
                <td class="small">${differences.join(', ')}</td>
                <td class="path">${live === null ? 'not started' : live.path.join(' → ')}</td>
                <td class="path">${draft === null ? 'not started' : draft.path.join(' → ')}</td>
              </tr>`,
          )}
        </table>
      </div>
    </details>
  </section>`;
}
