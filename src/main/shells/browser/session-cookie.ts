import { headerValues, type RawHeaders } from './loopback-address.ts';

/** Cookies are shared by all ports of an address, so the name says whose it is: two desks do not take each other's. */
export function sessionCookieName(port: number): string {
  return `deskcheck-${port}`;
}

/**
 * Set-Cookie of a new session. Gone with the browser, out of reach of scripts. Not `Secure`: that would need TLS, and
 * the loopback interface is not a network.
 */
export function setSessionCookie(port: number, sessionToken: string): string {
  return `${sessionCookieName(port)}=${sessionToken}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The session token a request carries; null when there is none or more than one. */
export function sessionCookie(rawHeaders: RawHeaders, port: number): string | null {
  const prefix = `${sessionCookieName(port)}=`;
  const values = headerValues(rawHeaders, 'cookie')
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length));
  return values.length === 1 ? (values[0] ?? null) : null;
}
