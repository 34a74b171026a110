/** Called by electron-builder after packing, before signing. */
import { join } from 'node:path';
import { setFuses } from './lib/fuses.mjs';

/** @param {import('electron-builder').AfterPackContext} context */
export async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const { productFilename } = packager.appInfo;
  const binary = {
    darwin: `${productFilename}.app`,
    mas: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
  }[electronPlatformName];
  await setFuses(join(appOutDir, binary ?? packager.executableName));
}
