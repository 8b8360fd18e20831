import { type Finding, meetsGoal } from './finding.ts';

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: true });

/** The findings as lines of text: what, goal, median, least and greatest of the runs. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [
    finding.what,
    goalText(finding),
    ...measuredTexts(finding),
    { true: 'yes', false: 'NO', undefined: '' }[String(meetsGoal(finding)) as 'true'] ?? '',
  ]);
  const all = [['what', 'goal', 'median', 'min – max', 'met'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const lines: string[] = [];
  let section: string | undefined;
  for (const [index, row] of all.entries()) {
    const of = findings[index - 1]?.section;
    if (of !== undefined && of !== section) lines.push('', of);
    section = of;
    lines.push(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
  return lines.join('\n');
}

function goalText({ goal, unit }: Finding): string {
  if (goal === undefined) return '';
  return `${goal.at === 'least' ? '≥' : '≤'} ${NUMBER.format(goal.value)} ${unit}`;
}

function measuredTexts({ measured, notMeasured, unit }: Finding): [string, string] {
  if (measured === undefined) return ['not measured', notMeasured ?? 'no reason was given'];
  const { median, min, max, runs } = measured;
  const range = runs.length > 1 ? `${NUMBER.format(min)} – ${NUMBER.format(max)}` : '';
  return [`${NUMBER.format(median)} ${unit}`, range];
}
