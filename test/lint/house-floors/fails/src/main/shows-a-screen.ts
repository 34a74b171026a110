import type { Screen } from '../renderer/screen.ts'; // breaks
import type { Bridge } from '../preload/bridge.ts'; // breaks
import type { Peer } from '../../test/doubles/peer.ts'; // breaks

export interface Held {
  readonly screen: Screen;
  readonly bridge: Bridge;
  readonly peer: Peer;
}
