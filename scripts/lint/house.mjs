/**
 * The house in data: who may import whom, which package lives behind which wall, who may read the world.
 * Every row carries the sentence that a breach prints, and at least one fixture in `test/lint` that breaks it.
 */
import { posix } from 'node:path';

/** The capability rooms; they meet in `src/main/desk` and nowhere else. */
export const ROOMS = [
  'gateway',
  'trading',
  'risk',
  'alerts',
  'readiness',
  'load',
  'people',
  'journal',
];

const roomFolders = ROOMS.map((room) => `src/main/${room}/`);
const shared = ['src/shared/domain/', 'src/shared/contract/'];

/**
 * Rows for the floors inside one place, from the ground up: each folder stands on those before it, and on the single
 * files of the place that it names.
 * @param {string} place @param {{ folder: string, files: string[] }[]} floors @param {object} rules of every floor
 */
function ladder(place, floors, { mayImport, ...rules }) {
  return floors.map(({ folder, files }, height) => {
    const below = floors.slice(0, height).map((floor) => floor.folder);
    return {
      ...rules,
      in: `src/${place}/${folder}/`,
      mayImport: [
        ...mayImport,
        ...files.map((file) => `src/${place}/${file}`),
        ...below.map((lower) => `src/${place}/${lower}/`),
      ],
      inTests: [`src/${place}/`, 'test/'],
      says: `${place}/${folder} stands on ${below.join(', ') || 'the ground'}; nothing above it`,
    };
  });
}

const SIMULATOR_FLOORS = ladder(
  'simulator',
  [
    { folder: 'market', files: ['random.ts', 'resource-files.ts'] },
    { folder: 'accounts', files: [] },
    { folder: 'exchange', files: ['random.ts'] },
    { folder: 'wire', files: [] },
    { folder: 'sessions', files: [] },
    { folder: 'feeds', files: [] },
    { folder: 'requests', files: ['faults.ts'] },
  ],
  { mayImport: ['src/shared/domain/', 'resources/'], packages: ['zod'] },
);

const consoleGround = ['desk-connection.ts', 'format.ts', 'instrument-words.ts', 'problem.ts'];
const CONSOLE_FLOORS = ladder(
  'renderer',
  [
    { folder: 'ui', files: ['format.ts', 'theme.ts', 'theme.css'] },
    { folder: 'bridge', files: ['desk-connection.ts'] },
    { folder: 'stores', files: consoleGround },
    { folder: 'actions', files: consoleGround },
    { folder: 'frame', files: consoleGround },
  ],
  { mayImport: shared, builtins: false },
);

/**
 * Floors, the first matching row holds. `in` and `mayImport` are path prefixes from the root of the repository;
 * a file may always import its own place. `packages` lists the only packages allowed; absent means any that no
 * wall keeps out, `builtins: false` keeps `node:` modules out. `inTests` adds to `mayImport` in `*.test.ts`.
 */
export const FLOORS = [
  {
    in: 'src/shared/domain/',
    mayImport: [],
    packages: ['zod'],
    builtins: false,
    says: 'shared/domain imports only zod and itself',
  },
  {
    in: 'src/shared/contract/',
    mayImport: shared,
    inTests: ['test/'],
    packages: ['zod'],
    builtins: false,
    says: 'shared/contract imports only zod and shared',
  },
  ...roomFolders.map((folder) => ({
    in: folder,
    mayImport: [...shared, 'resources/'],
    inTests: ['src/simulator/', 'test/'],
    says: `${folder.slice('src/'.length, -1)} imports only shared, resources and itself; what crosses rooms is handed in by desk`,
  })),
  {
    in: 'src/main/desk/',
    mayImport: [...shared, ...roomFolders, 'resources/'],
    inTests: ['src/simulator/', 'test/'],
    says: 'desk imports rooms and shared; never a shell, an entry, the renderer or the simulator, which it reaches over a socket',
  },
  {
    in: 'src/main/shells/electron/',
    mayImport: ['src/main/desk/', ...shared, 'src/main/shells/*', 'resources/'],
    inTests: ['test/'],
    says: 'shells/electron imports desk, shared and what both shells use; never a room, the other shell or an entry',
  },
  {
    in: 'src/main/shells/browser/',
    mayImport: ['src/main/desk/', ...shared, 'src/main/shells/*', 'resources/'],
    inTests: ['test/'],
    says: 'shells/browser imports desk, shared and what both shells use; never a room, the other shell or an entry',
  },
  {
    in: 'src/main/shells/',
    mayImport: ['src/main/desk/', ...shared],
    inTests: ['test/'],
    says: 'what both shells use imports desk and shared; never a room, one shell or an entry',
  },
  {
    in: 'src/main/',
    mayImport: ['src/main/', 'src/simulator/', ...shared, 'resources/'],
    inTests: ['test/'],
    says: 'entries import main, simulator, shared and resources; never the renderer or the preload',
  },
  {
    in: 'src/preload/',
    mayImport: ['src/shared/contract/'],
    inTests: ['test/'],
    packages: ['electron'],
    builtins: false,
    says: 'preload imports only electron and shared/contract',
  },
  ...CONSOLE_FLOORS,
  {
    in: 'src/renderer/',
    mayImport: ['src/renderer/', ...shared],
    inTests: ['test/'],
    builtins: false,
    says: 'the renderer imports only shared, itself and packages made for a page',
  },
  ...SIMULATOR_FLOORS,
  {
    in: 'src/simulator/',
    mayImport: ['src/simulator/', 'src/shared/domain/', 'resources/'],
    inTests: ['test/'],
    packages: ['zod'],
    says: 'the simulator imports only shared/domain, resources, zod and itself',
  },
];

/** Packages and modules with a wall around them: only files under `onlyIn` import them. Tests may. */
export const WALLS = [
  {
    packages: ['@stoqey/ib'],
    onlyIn: ['src/main/gateway/'],
    says: 'only the gateway imports @stoqey/ib',
  },
  {
    packages: ['better-sqlite3'],
    onlyIn: ['src/main/journal/'],
    says: 'only the journal imports better-sqlite3',
  },
  {
    packages: ['electron'],
    onlyIn: ['src/main/index.ts', 'src/main/shells/electron/', 'src/preload/'],
    says: 'only the Electron entry, its shell and the preload import electron',
  },
  {
    packages: ['fastify', 'ws', 'node:http', 'node:https', 'node:http2'],
    onlyIn: ['src/main/shells/browser/'],
    says: 'only the browser shell serves HTTP and WebSocket',
  },
  {
    packages: ['node:net', 'node:tls', 'node:dgram'],
    onlyIn: ['src/main/gateway/', 'src/simulator/gateway-server.ts'],
    says: 'only the gateway and the simulator\u2019s server open sockets',
  },
  {
    packages: ['pdfmake'],
    onlyIn: ['src/main/readiness/report/pdf.ts'],
    says: 'only the report sets pages',
  },
  {
    packages: ['commander'],
    onlyIn: ['src/main/cli.ts'],
    says: 'only the command line parses commands',
  },
];

/** Where time, chance and ids are taken from the machine; elsewhere in main and simulator they are handed in. */
export const WORLD = {
  ruledIn: ['src/main/', 'src/simulator/', 'src/shared/'],
  except: ['src/main/desk/ports.ts', 'src/simulator/clock.ts'],
  /** Members of globals, `object.member`. */
  members: {
    Date: ['now'],
    Math: ['random'],
    AbortSignal: ['timeout'],
    process: ['hrtime', 'uptime'],
    crypto: ['randomUUID', 'getRandomValues'],
  },
  /** Globals that are not to be named at all. */
  globals: [
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
  ],
  /** Whole modules, or named exports of one. */
  modules: {
    'node:timers': true,
    'node:timers/promises': true,
    'node:perf_hooks': true,
    'node:crypto': ['randomUUID', 'randomBytes', 'randomFillSync', 'randomInt', 'webcrypto'],
    ulid: true,
  },
  says: 'time, chance and ids are handed in (Clock, RandomSource, IdSource of shared/domain/ports.ts), so that a run replays from its seed',
};

/** Colours live in the theme; elsewhere in the renderer they are named. */
export const THEME = {
  ruledIn: ['src/renderer/'],
  except: [/^src\/renderer\/(?:[\w-]+\/)*theme[\w.-]*\.(?:ts|css)$/],
  colour: /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\b(?:rgba?|hsla?|oklch|oklab)\(\s*[\d.]/i,
  says: 'colours are named in the theme (src/renderer/theme.*) and used by name elsewhere',
};

/** Words that say nothing about what a file is for. */
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'common', 'misc']);

/** What is wrong with the name of a source file, or null. @param {string} path from the root */
export function nameFault(path) {
  const name = posix.basename(path).replace(/\.(?:d\.ts|test\.tsx?|spec\.ts|tsx?|mjs|cjs)$/, '');
  const component = path.endsWith('.tsx') && /^[A-Z][A-Za-z0-9]*$/.test(name);
  if (!component && !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name)) {
    return 'files are named in kebab-case, components in PascalCase.tsx';
  }
  const empty = name.split(/[-.]/).find((word) => EMPTY_WORDS.has(word));
  return empty ? `a file says what it is for; "${empty}" does not` : null;
}

export const isTest = (/** @type {string} */ path) => /\.(?:test|spec)\.tsx?$/.test(path);

/**
 * Where an import leads: `{ path }` from the root for one of our own files, `{ package }` for anything else.
 * @param {string} from importing file, from the root @param {string} specifier
 */
export function target(from, specifier) {
  if (specifier.startsWith('.')) {
    return { path: posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')) };
  }
  if (specifier.startsWith('#shared/')) return { path: `src/shared/${specifier.slice(8)}` };
  if (specifier.startsWith('#resources/')) return { path: `resources/${specifier.slice(11)}` };
  const parts = specifier.split('/');
  const wanted = specifier.startsWith('@') ? parts.slice(0, 2) : parts.slice(0, 1);
  return { package: specifier.startsWith('node:') ? specifier : wanted.join('/') };
}

/** `folder/*` means the files of the folder itself, without its subfolders. */
function under(path, prefix) {
  if (prefix.endsWith('/*')) return posix.dirname(path) === prefix.slice(0, -2);
  return path.startsWith(prefix);
}

/** The sentence of the floor that an import breaks, or null. */
export function floorFault(from, specifier) {
  const floor = FLOORS.find((row) => from.startsWith(row.in));
  if (floor === undefined) return null;
  const to = target(from, specifier);
  const test = isTest(from);
  if (to.path !== undefined) {
    if (isTest(to.path)) return floor.says;
    const allowed = [...floor.mayImport, ...(test ? (floor.inTests ?? []) : [])];
    const own =
      to.path.startsWith(floor.in) && FLOORS.find((row) => to.path.startsWith(row.in)) === floor;
    return own || allowed.some((prefix) => under(to.path, prefix)) ? null : floor.says;
  }
  if (test) return null;
  if (to.package.startsWith('node:')) return floor.builtins === false ? floor.says : null;
  return floor.packages && !floor.packages.includes(to.package) ? floor.says : null;
}

/** The sentence of the wall that an import breaks, or null. */
export function wallFault(from, specifier) {
  if (!from.startsWith('src/') || isTest(from)) return null;
  const to = target(from, specifier).package;
  const wall = WALLS.find((row) => row.packages.includes(to));
  return wall === undefined || wall.onlyIn.some((prefix) => from.startsWith(prefix))
    ? null
    : wall.says;
}

/** Whether a file must take time, chance and ids from its ports. */
export function worldRules(path) {
  return (
    !isTest(path) &&
    WORLD.ruledIn.some((prefix) => path.startsWith(prefix)) &&
    !WORLD.except.includes(path)
  );
}

/** Whether a file must name its colours. */
export function themeRules(path) {
  return (
    !isTest(path) &&
    THEME.ruledIn.some((prefix) => path.startsWith(prefix)) &&
    !THEME.except.some((pattern) => pattern.test(path))
  );
}
