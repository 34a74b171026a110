import type { SecretSource } from '#shared/domain/ports.ts';

/** Stands in index.html where the nonce of a response goes. */
export const noncePlaceholder = '__CSP_NONCE__';

/** 128 bits, new for every page that is served. */
export function newNonce(secrets: SecretSource): string {
  return Buffer.from(secrets.bytes(16)).toString('base64url');
}

const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

export interface PagePolicy {
  /** Lets the page's own libraries put in style elements; null for anything that is not the page. */
  nonce: string | null;
  /** Where the page may connect, as CSP sources; empty for nowhere. */
  connect: readonly string[];
}

/**
 * The headers of every response of both shells. Why the policy is exactly this:
 * docs/decisions/content-security-policy.md.
 */
export function pageHeaders({ nonce, connect }: PagePolicy): Record<string, string> {
  const styles = nonce === null ? ["'self'"] : ["'self'", `'nonce-${nonce}'`];
  const directives: readonly (readonly [string, readonly string[]])[] = [
    ['default-src', ["'none'"]],
    ['script-src', ["'self'"]],
    ['style-src', styles],
    ['img-src', ["'self'", 'data:']],
    ['font-src', ["'self'"]],
    ['connect-src', connect.length === 0 ? ["'none'"] : connect],
    ['base-uri', ["'none'"]],
    ['form-action', ["'none'"]],
    ['frame-ancestors', ["'none'"]],
  ];
  return {
    'content-security-policy': directives
      .map(([name, sources]) => `${name} ${sources.join(' ')}`)
      .join('; '),
    'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
