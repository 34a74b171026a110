import type { Journal } from '../journal/journal.ts'; // breaks
import type { Desk } from '../desk/desk.ts'; // breaks
import type { Service } from '../shells/service.ts'; // breaks
import type { Start } from '../start.ts'; // breaks
import type { Market } from '../../simulator/market.ts'; // breaks
import type { Screen } from '../../renderer/screen.ts'; // breaks
import type { Peer } from '../../../test/doubles/peer.ts'; // breaks

export interface Held {
  readonly journal: Journal;
  readonly desk: Desk;
  readonly service: Service;
  readonly start: Start;
  readonly market: Market;
  readonly screen: Screen;
  readonly peer: Peer;
}
