/** Which shell `npm start` uses, and why. */

/**
 * @typedef {{ shell: 'electron' | 'browser', why: string | null } | { refused: string }} Choice
 * `why` is null when there is nothing to explain.
 */

/** Why Electron's window cannot open here, first reason first. `have` is what {@link chooseShell} takes. */
const OBSTACLES = [
  { stands: ({ display }) => !display, says: 'there is no display here' },
  {
    stands: ({ platform, root }) => platform === 'linux' && root,
    says: 'Electron keeps its sandbox and so does not run as root',
  },
  {
    stands: ({ binary }) => !binary,
    says: 'the Electron binary is not installed and could not be downloaded promptly',
  },
];

/**
 * @param {{ asked: 'electron' | 'browser' | null, binary: boolean, display: boolean, root: boolean, platform: string }} have
 * @returns {Choice}
 */
export function chooseShell(have) {
  if (have.asked === 'browser') return { shell: 'browser', why: null };
  const obstacle = OBSTACLES.find(({ stands }) => stands(have));
  if (obstacle === undefined) return { shell: 'electron', why: null };
  if (have.asked === null) return { shell: 'browser', why: obstacle.says };
  return {
    refused: `Electron's window was asked for, but ${obstacle.says}. Leave out --shell electron for the same console in the browser.`,
  };
}

/** Whether a download of the Electron binary could change the choice. */
export function downloadHelps(have) {
  return (
    !have.binary &&
    'shell' in chooseShell({ ...have, binary: true }) &&
    chooseShell({ ...have, binary: true }).shell === 'electron'
  );
}

/** Whether a window can be shown. @param {string} platform @param {Record<string, string | undefined>} environment */
export function hasDisplay(platform, environment) {
  if (platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
