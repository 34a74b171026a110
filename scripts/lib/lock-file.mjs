/** The lock file: whether it is complete for every platform, and whether what is installed is what it names. */

/** The words platform packages are named by, in the order their names use them. */
const SYSTEMS = new Set([
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
  'win32',
]);
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/**
 * The platform a package such as `@oxlint/binding-linux-arm64-musl` is for, as a lock file says it, or null if its
 * name names none.
 * @param {string} name
 */
export function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  if (words.includes('wasm32')) return { cpu: ['wasm32'] };
  const at = words.findIndex((word) => SYSTEMS.has(word));
  if (at < 0 || words[at + 1] === undefined) return null;
  const libc = LIBRARIES[words[at + 2]];
  return {
    cpu: [words[at + 1]],
    ...(libc && words[at] === 'linux' ? { libc: [libc] } : {}),
    os: [words[at]],
  };
}

/** Where Node would look for `name` from the package at `from`, nearest first. */
function resolve(packages, from, name) {
  for (
    let place = from;
    ;
    place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))
  ) {
    const path = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (place === '') return null;
    if (!place.includes('/node_modules/')) place = '';
  }
}

/**
 * Adds the platform packages a lock file leaves out when the registry it was made with lacks them; without them
 * `npm ci` refuses the file. They are pinned by the exact version their parent asks for, and fetched only on
 * their own platform.
 * @param {{ packages: Record<string, any> }} lock @returns a new lock file and the names added
 */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const added = [];
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
    if (path === '') continue;
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      if (platform === null || !/^\d+\.\d+\.\d+/.test(version) || resolve(packages, path, name))
        continue;
      packages[`node_modules/${name}`] = {
        version,
        ...(dev ? { dev: true } : {}),
        optional: true,
        ...platform,
      };
      added.push(name);
    }
  }
  const sorted = Object.keys(packages).toSorted((one, other) => (one < other ? -1 : 1));
  return {
    lock: { ...lock, packages: Object.fromEntries(sorted.map((path) => [path, packages[path]])) },
    added,
  };
}

/**
 * Whether what is installed is what the lock file names. `installed` is `node_modules/.package-lock.json`, which
 * npm writes last, so that a broken-off install has none. Packages for other platforms may be absent.
 * @param {{ packages: Record<string, any> }} lock @param {{ packages: Record<string, any> } | null} installed
 */
export function isInstalled(lock, installed) {
  if (installed === null) return false;
  return Object.entries(lock.packages).every(
    ([path, { version, integrity, optional, devOptional }]) => {
      if (path === '') return true;
      const there = installed.packages[path];
      if (there === undefined) return optional === true || devOptional === true;
      return (
        there.version === version && (integrity === undefined || there.integrity === integrity)
      );
    },
  );
}
