import { type Spread } from '#replay';
import { html, type Markup, NOTHING } from '#security';

const HEIGHT = 8;
const GAP = 3;

/** One bar as long as its part of the whole. */
export function bar(part: number, whole: number, kind: 'live' | 'draft' = 'draft'): Markup {
  const width = percentOf(part, whole);
  return html`<svg height="${HEIGHT}" role="img" aria-label="${part} of ${whole}">
    <rect class="rail" width="100%" height="${HEIGHT}" rx="2" />
    <rect class="${kind}" width="${width}%" height="${HEIGHT}" rx="2" />
  </svg>`;
}

/** Two bars, one below the other: the live version's, then the draft's. */
export function bars(live: number, draft: number, whole: number): Markup {
  return html`<svg
    height="${2 * HEIGHT + GAP}"
    role="img"
    aria-label="live ${live}, draft ${draft}"
  >
    <rect class="live" width="${percentOf(live, whole)}%" height="${HEIGHT}" rx="2" />
    <rect
      class="draft"
      y="${HEIGHT + GAP}"
      width="${percentOf(draft, whole)}%"
      height="${HEIGHT}"
      rx="2"
    />
  </svg>`;
}

/**
 * Two bars as long as the median, each with a mark at what nine of ten took. The scale is the square root, so that minutes
 * can be seen beside weeks. `longest`: the right edge, ms.
 */
export function spreads(live: Spread, draft: Spread, longest: number): Markup {
  return html`<svg height="${2 * HEIGHT + GAP}" role="img" aria-label="medians and nine of ten">
    ${spread(live, longest, 0, 'live')}${spread(draft, longest, HEIGHT + GAP, 'draft')}
  </svg>`;
}

function spread({ median, p90 }: Spread, longest: number, y: number, kind: string): Markup {
  if (median === null || p90 === null) return NOTHING;
  const at = (ms: number): number => percentOf(Math.sqrt(ms), Math.sqrt(longest));
  return html`<rect class="rail" y="${y + 3}" width="${at(p90)}%" height="2" />
    <rect class="${kind}" y="${y}" width="${at(median)}%" height="${HEIGHT}" rx="2" />
    <rect class="${kind}" x="${at(p90)}%" y="${y}" width="2" height="${HEIGHT}" />`;
}

/** At least a sliver for what is not nothing. */
function percentOf(part: number, whole: number): number {
  if (part <= 0 || whole <= 0) return 0;
  return Math.max(0.4, Math.round((1_000 * part) / whole) / 10);
}
