import type { AccountsGround } from '../accounts/accounts-ground.ts'; // breaks

export interface Held {
  readonly above: AccountsGround;
}
