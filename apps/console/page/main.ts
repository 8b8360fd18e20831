// The console's first page: journeys as they move, and one customer's story across channels.
import type { JourneySummary } from '#client';
import { readDefinitions, readDeskCard, readHistory, readJourney, searchJourneys } from './api.js';
import { byId, h } from './elements.js';
import { JourneyList } from './journey-list.js';
import { journeyPage } from './journey-page.js';
import { type Connection, listen, throttled } from './live.js';
import { failure, loading, notice } from './notices.js';
import { overview } from './overview.js';

interface Place {
  readonly journeyId: string | undefined;
  readonly definition: string;
  readonly state: string;
}

const search = byId('search') as HTMLInputElement;
const listNotice = byId('list-notice');
const more = byId('more');
const filterBar = byId('filter');
const main = byId('main');
const list = new JourneyList(byId('journeys'));
let rows: readonly JourneySummary[] = [];
let cursor: string | null = null;
let place = readPlace();
let shownMain = '';

function readPlace(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const match = /^journeys\/([^/]+)$/.exec(path);
  const parameters = new URLSearchParams(query);
  return {
    journeyId: match?.[1] === undefined ? undefined : decodeURIComponent(match[1]),
    definition: parameters.get('definition') ?? '',
    state: parameters.get('state') ?? '',
  };
}

function filter(): { q: string; definition: string; state: string } {
  return { q: search.value.trim(), definition: place.definition, state: place.state };
}

async function loadList(): Promise<void> {
  const asked = filter();
  try {
    const page = await searchJourneys(asked);
    if (JSON.stringify(asked) !== JSON.stringify(filter())) return;
    rows = page.journeys;
    cursor = page.cursor;
    drawList();
  } catch (error) {
    listNotice.replaceChildren(failure(error, refreshList));
  }
}

function drawList(): void {
  list.show(rows, place.journeyId, Date.now());
  more.hidden = cursor === null;
  const { q, definition } = filter();
  if (rows.length > 0) listNotice.replaceChildren();
  else if (q !== '' || definition !== '') {
    listNotice.replaceChildren(
      notice(
        'No journey found',
        'Try a journey’s id, a phone number, an e-mail address or a customer number.',
      ),
    );
  } else {
    listNotice.replaceChildren(
      notice(
        'No journeys yet',
        'They appear here by themselves as soon as a channel sends an interaction.',
      ),
    );
  }
}

async function loadMain(): Promise<void> {
  const { journeyId } = place;
  try {
    const element =
      journeyId === undefined ? overview(await readDefinitions()) : await storyOf(journeyId);
    if (journeyId !== place.journeyId) return;
    showMain(journeyId ?? 'overview', element);
  } catch (error) {
    if (journeyId !== place.journeyId) return;
    showMain('', failure(error, refreshMain));
  }
}

async function storyOf(id: string): Promise<HTMLElement> {
  const [journey, entries, card] = await Promise.all([
    readJourney(id),
    readHistory(id),
    readDeskCard(id).catch(() => undefined),
  ]);
  document.title = `${journey.stateTitle} · ${journey.title} · Throughline`;
  return journeyPage({ journey, entries, card }, Date.now());
}

/** Redrawing what is already shown keeps its scroll position, and shows the newest end of the timeline. */
function showMain(what: string, element: HTMLElement): void {
  const scrolled = what === shownMain ? main.querySelector('.scroll')?.scrollLeft : undefined;
  const before = main.querySelector('.scroll');
  const atEnd =
    before === null || before.scrollLeft + before.clientWidth >= before.scrollWidth - 40;
  shownMain = what;
  main.replaceChildren(element);
  const timeline = main.querySelector('.scroll');
  if (timeline !== null) timeline.scrollLeft = atEnd ? timeline.scrollWidth : (scrolled ?? 0);
}

const refreshList = throttled(400, loadList);
const refreshMain = throttled(200, loadMain);

function go(): void {
  const before = place;
  place = readPlace();
  document.body.dataset['view'] = place.journeyId === undefined ? 'home' : 'journey';
  document.title = 'Throughline';
  drawFilter();
  if (before.journeyId !== place.journeyId) {
    showMain('', loading(6));
    main.focus({ preventScroll: true });
  }
  refreshMain();
  if (before.definition !== place.definition || before.state !== place.state) refreshList();
  else drawList();
}

function drawFilter(): void {
  filterBar.hidden = place.definition === '';
  filterBar.replaceChildren(
    h('span', {}, `${place.definition} · ${place.state}`),
    h('a', { href: '#/' }, 'Show all'),
  );
}

function showConnection(connection: Connection): void {
  const words = { connecting: 'Connecting…', live: 'Live', offline: 'Offline, trying again…' };
  const pill = byId('connection');
  pill.dataset['connection'] = connection;
  pill.textContent = words[connection];
}

async function loadMore(): Promise<void> {
  if (cursor === null) return;
  const page = await searchJourneys(filter(), cursor);
  rows = [...rows, ...page.journeys];
  cursor = page.cursor;
  drawList();
}

function onKey(event: KeyboardEvent): void {
  if (event.target === search) {
    if (event.key === 'Escape') search.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === 'Escape' && place.journeyId !== undefined) location.hash = '#/';
  else if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1);
}

/** To the next or the previous journey of the list. */
function move(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#journeys a')];
  const at = links.findIndex((link) => link === document.activeElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}

addEventListener('hashchange', go);
document.addEventListener('keydown', onKey);
search.addEventListener('input', refreshList);
more.addEventListener('click', () => void loadMore());
setInterval(drawList, 30_000);
listNotice.replaceChildren(loading(8));
showConnection('connecting');
go();
showMain('', loading(6));
refreshList();
listen({
  onConnection: showConnection,
  onReconnected: () => {
    refreshList();
    refreshMain();
  },
  onEvent: (journeyId) => {
    refreshList();
    if (place.journeyId === undefined || place.journeyId === journeyId) refreshMain();
  },
});
