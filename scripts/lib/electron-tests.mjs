/** Whether the Electron tests can run here. */
import { electronBinary } from './electron-binary.mjs';
import { hasDisplay } from './shell-choice.mjs';

/** Why they cannot, or null. */
export function electronObstacle() {
  if (electronBinary() === null) return 'no Electron binary';
  if (!hasDisplay(process.platform, process.env)) return 'no display';
  return null;
}
