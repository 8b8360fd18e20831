import { Refusal } from './api.js';
import { h } from './elements.js';

/** Grey bars where something will stand. */
export function loading(lines: number): HTMLElement {
  const bars = Array.from({ length: lines }, () => h('div', { class: 'bar' }));
  return h('div', { class: 'loading', role: 'status', 'aria-label': 'Loading' }, ...bars);
}

/** Why there is nothing to see, and what to do. */
export function notice(title: string, detail: string, action?: HTMLElement): HTMLElement {
  return h(
    'div',
    { class: 'notice' },
    h('p', { class: 'notice-title' }, title),
    h('p', {}, detail),
    action ?? null,
  );
}

/** What went wrong, with a way to try again. */
export function failure(error: unknown, retry: () => void): HTMLElement {
  const again = h('button', { type: 'button', click: retry }, 'Try again');
  if (!(error instanceof Refusal)) return notice('Something went wrong', String(error), again);
  if (error.status === 0) {
    return notice(
      'Throughline does not answer',
      'It may be restarting. This page goes on by itself.',
      again,
    );
  }
  if (error.status === 401 || error.status === 403) {
    return notice(
      'Sign-in needed',
      'Without a key the console can be read on the machine itself only.',
    );
  }
  if (error.status === 404) return notice('Not found', error.message);
  return notice('Throughline could not answer', error.message, again);
}

/** A channel by name, with its colour. */
export function channelChip(channel: string): HTMLElement {
  return h('span', { class: 'chip', 'data-channel': channel }, channel);
}
