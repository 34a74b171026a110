import type { AccountsGround } from '../accounts/accounts-ground.ts';

export interface Held {
  readonly below: AccountsGround;
}
