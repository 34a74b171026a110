/** The one address the browser shell is reached at. A name such as `localhost` can be made to mean another machine. */
export const loopbackHost = '127.0.0.1';

/** Header lines as they were sent: name, value, name, value … Duplicates are still there. */
export type RawHeaders = readonly string[];

/** All values a header was sent with. */
export function headerValues(rawHeaders: RawHeaders, name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const value = rawHeaders[at + 1];
    if (rawHeaders[at]?.toLowerCase() === name && value !== undefined) values.push(value);
  }
  return values;
}

/** The value of a header that was sent exactly once, else null. */
export function onlyHeader(rawHeaders: RawHeaders, name: string): string | null {
  const values = headerValues(rawHeaders, name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** Guards against DNS rebinding: a page elsewhere can make its own name lead here, but then the Host is that name. */
export function isOwnHost(rawHeaders: RawHeaders, port: number): boolean {
  return onlyHeader(rawHeaders, 'host') === `${loopbackHost}:${port}`;
}

/**
 * Guards against other pages, those of other local servers included: they count as the same *site* (a port is no part
 * of a site), so the cookie's SameSite does not keep them out.
 */
export function isOwnOrigin(rawHeaders: RawHeaders, port: number): boolean {
  return onlyHeader(rawHeaders, 'origin') === originAt(port);
}

export function originAt(port: number): string {
  return `http://${loopbackHost}:${port}`;
}
