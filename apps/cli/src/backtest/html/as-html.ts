import { basename } from 'node:path';
import { type BacktestOutcome } from '../outcome.js';
import { day, figure, share, timer } from '../../words.js';
import { bar } from './bars.js';
import { html, type Markup, NOTHING } from '#security';
import {
  changedSection,
  countSection,
  differenceSection,
  dispositionMoveSection,
  expectationSection,
  outcomeSection,
  partingSection,
  stateSection,
  timeToEndSection,
} from './sections.js';
import { STYLE } from './style.js';

/** The report as one page that needs nothing else: no script, nothing from elsewhere. */
export function asHtml(outcome: BacktestOutcome): string {
  const { report, expectations } = outcome;
  const { journey, live, draft } = report;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${journey}: version ${draft.version} against ${live.version}</title>
        ${STYLE}
      </head>
      <body>
        <main>
          ${head(outcome)} ${faults(outcome)} ${expectationSection(expectations)}
          ${differenceSection(report)} ${outcomeSection(report)} ${partingSection(report)}
          ${stateSection(report)} ${timeToEndSection(report)}
          ${countSection('Timers', 'How often each fired.', live.timers, draft.timers, timer)}
          ${countSection('Actions', 'What would have been sent.', live.actions, draft.actions)}
          ${countSection('Records', 'What became of them.', live.dispositions, draft.dispositions)}
          ${dispositionMoveSection(report)} ${changedSection(report)}
          <p class="small soft">
            Recorded traffic was played through both versions with nothing sent. What customers,
            agents and systems did is as recorded; only timers and what follows from the definitions
            differ. What people would have done differently is not known here.
          </p>
        </main>
      </body>
    </html>`;
  return `${page.text}\n`;
}

function head({ report, source, draftFile }: BacktestOutcome): Markup {
  const { journey, live, draft, records, journeys } = report;
  const { reading, percent } = source;
  const cut = reading !== undefined && reading.read < reading.total;
  return html`<header>
      <p class="eyebrow">Backtest</p>
      <h1>${draft.title}</h1>
      <p class="soft">
        <code>${journey}</code> version
        ${draft.version}${draftFile === undefined ? '' : ` (${basename(draftFile)})`} against
        version ${live.version}, on ${basename(source.name)}, ${day(records.from)} to
        ${day(records.until)}. ${percent < 100 ? `A sample: ${percent} of 100 customers.` : ''}
        ${cut ? `Cut: ${figure(reading.read)} of ${figure(reading.total)} records were read.` : ''}
      </p>
    </header>
    <section>
      <div class="facts">
        <div><b>${figure(journeys.seen)}</b>journeys</div>
        <div><b>${figure(journeys.same)}</b>go the same way</div>
        <div>
          <b>${figure(journeys.different)}</b>differ (${share(journeys.different, journeys.seen)})
        </div>
        <div><b>${figure(records.played)}</b>records of ${figure(records.customers)} customers</div>
      </div>
      ${bar(journeys.different, journeys.seen)}
    </section>`;
}

function faults({ report }: BacktestOutcome): Markup {
  if (report.faults.length === 0) return NOTHING;
  return html`<section>
    <h2 class="bad">Records that could not be played</h2>
    <ul class="plain">
      ${report.faults.map(
        ({ version, message, customers }) =>
          html`<li>The ${version} version, ${figure(customers)} customers: ${message}</li>`,
      )}
    </ul>
  </section>`;
}
