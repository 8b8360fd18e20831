import { token } from '#nest';

/** Where hand-off links lead; asked at each, for a gateway learns its own address when it listens. */
export const HAND_OFF_PAGE = token<() => string>('HAND_OFF_PAGE');
