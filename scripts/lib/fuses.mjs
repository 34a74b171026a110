/**
 * The fuses of a packaged Electron, every one set on purpose. electron-builder's own `electronFuses` does not know
 * the newest of them, so they are flipped here after packing, and an unknown or forgotten one stops the packaging.
 */
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

/** By the names of `FuseV1Options`. */
export const FUSES = {
  /** The binary is the desk and nothing else: no `ELECTRON_RUN_AS_NODE`. */
  RunAsNode: false,
  /** The browser's own store on disk is encrypted with the system's keys. */
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  /** There is no snapshot of our own to load. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** Pages come over app://; file:// gets nothing more than a web page would. */
  GrantFileProtocolExtraPrivileges: false,
  /** Faster and no less safe; off only where signals are restricted. */
  WasmTrapHandlers: true,
};

/** The names of all fuses the installed `@electron/fuses` knows. */
export const knownFuses = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));

/** Sets every fuse of the binary at `path`. Throws if one is unknown to it or left out here. */
export async function setFuses(path) {
  const wanted = Object.entries(FUSES).map(([name, on]) => [FuseV1Options[name], on]);
  await flipFuses(path, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    ...Object.fromEntries(wanted),
  });
}
