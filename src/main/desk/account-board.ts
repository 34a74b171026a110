import type { AccountRow } from '#shared/contract/topics.ts';
import type { BrokerAccountValue } from '#shared/domain/broker-word.ts';
import type { AccountId } from '#shared/domain/gateway.ts';

import { createFeed } from './feed.ts';

/** The account's figures as the broker tells them. They live in memory; only a reconciliation's are recorded. */
export class AccountBoard {
  /** By tag, then by currency: `BASE` or none stands for the whole account. */
  readonly #values = new Map<string, Map<string, string>>();
  readonly #rates = new Map<string, number>();
  #accountId: AccountId | null = null;
  #baseCurrency = 'USD';
  #asOf = 0;
  readonly feed = createFeed<AccountRow>(() => this.#rows());

  get baseCurrency(): string {
    return this.#baseCurrency;
  }

  /** Starts anew for an account; what was known of another is forgotten. */
  open(accountId: AccountId): void {
    if (this.#accountId === accountId) return;
    this.#accountId = accountId;
    this.#values.clear();
    this.#rates.clear();
  }

  take(value: BrokerAccountValue, now: number): void {
    if (value.accountId !== this.#accountId) return;
    this.#asOf = now;
    if (value.tag === 'ExchangeRate') {
      const rate = Number(value.value);
      if (Number.isFinite(rate) && rate > 0) this.#rates.set(value.currency, rate);
      return;
    }
    if (value.tag === 'NetLiquidation' && /^[A-Z]{3}$/.test(value.currency)) {
      this.#baseCurrency = value.currency;
    }
    const byCurrency = this.#values.get(value.tag) ?? new Map<string, string>();
    this.#values.set(value.tag, byCurrency.set(value.currency, value.value));
  }

  publish(): void {
    for (const row of this.#rows()) this.feed.publish(row);
  }

  /** A figure of the account in its base currency; null until the broker has said it. */
  figure(tag: string): number | null {
    const said = this.#values.get(tag);
    // Some sums come once per currency and once as BASE: what is held in the base currency is then only a part.
    const text = said?.get('BASE') ?? said?.get(this.#baseCurrency) ?? said?.get('');
    if (text === undefined || text === '') return null;
    const figure = Number(text);
    return Number.isFinite(figure) && Math.abs(figure) < 1e300 ? figure : null;
  }

  /** How many units of the base currency one unit of `currency` is worth; null when the broker has not said. */
  rateToBase(currency: string): number | null {
    if (currency === this.#baseCurrency) return 1;
    return this.#rates.get(currency) ?? null;
  }

  #rows(): AccountRow[] {
    if (this.#accountId === null) return [];
    return [
      {
        accountId: this.#accountId,
        currency: this.#baseCurrency,
        netLiquidation: this.figure('NetLiquidation'),
        cash: this.figure('TotalCashValue') ?? this.figure('TotalCashBalance'),
        buyingPower: this.figure('BuyingPower'),
        initialMargin: this.figure('InitMarginReq'),
        maintenanceMargin: this.figure('MaintMarginReq'),
        realizedPnl: this.figure('RealizedPnL'),
        unrealizedPnl: this.figure('UnrealizedPnL'),
        asOf: this.#asOf,
      },
    ];
  }
}
