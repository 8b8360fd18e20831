import encodeQR from 'qr';
import { refuse } from '#ports';

/** Schemes a link never has: they run or show what stands in them. */
const NO_PAGE = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Makes links to a page or an app, with a token as its fragment, which browsers keep to themselves: it stands in no server's
 * log and no `Referer`. Throws `invalid-request` for an address that is none, has a fragment, or is not safe.
 */
export function handOffLink(page: string): (token: string) => string {
  const url = URL.canParse(page) ? new URL(page) : undefined;
  const plain = url?.protocol === 'http:' && !LOOPBACK.has(url.hostname);
  if (url === undefined || url.hash !== '' || plain || NO_PAGE.has(url.protocol)) {
    const detail = 'must be an https address or an app’s own, without a fragment';
    return refuse('invalid-request', 'The link is not one.', [{ pointer: '/link', detail }]);
  }
  return (token) => `${url.href}#${token}`;
}

/**
 * A text as a QR code: an SVG document without script or style, dark on white whatever page it stands on, with the quiet zone
 * of four modules that scanners need (ISO/IEC 18004).
 */
export function qrCode(text: string): string {
  const drawn = encodeQR(text, 'svg', { ecc: 'medium', border: 4 });
  const inside = drawn.indexOf('>') + 1;
  const white = '<rect width="100%" height="100%" fill="#fff"/>';
  return drawn.slice(0, inside) + white + drawn.slice(inside);
}
