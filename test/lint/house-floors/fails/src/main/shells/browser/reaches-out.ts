import type { Window } from '../electron/window.ts'; // breaks
import type { Trading } from '../../trading/trading.ts'; // breaks
import type { Start } from '../../start.ts'; // breaks

export interface Held {
  readonly window: Window;
  readonly trading: Trading;
  readonly start: Start;
}
