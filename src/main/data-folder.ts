import { posix, win32 } from 'node:path';

/** What decides where a desk keeps its data when nobody says: the machine's system and the person's settings. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The person's home folder. */
  home: string;
}

/**
 * The folder a desk uses unless told otherwise.
 * Sources: XDG Base Directory Specification 0.8; Windows' known folder RoamingAppData; Apple's File System
 * Programming Guide.
 */
export function defaultDataDir({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') {
    return win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Deskcheck');
  }
  if (platform === 'darwin') {
    return posix.join(home, 'Library', 'Application Support', 'Deskcheck');
  }
  const xdg = env['XDG_DATA_HOME'];
  // A relative path there is invalid and to be ignored.
  const base = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local/share');
  return posix.join(base, 'deskcheck');
}
