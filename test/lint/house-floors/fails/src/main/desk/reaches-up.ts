import type { Service } from '../shells/service.ts'; // breaks
import type { Window } from '../shells/electron/window.ts'; // breaks
import type { Start } from '../start.ts'; // breaks
import type { Market } from '../../simulator/market.ts'; // breaks
import type { Screen } from '../../renderer/screen.ts'; // breaks

export interface Held {
  readonly service: Service;
  readonly window: Window;
  readonly start: Start;
  readonly market: Market;
  readonly screen: Screen;
}
