import type { Clock } from '#shared/domain/ports.ts';

import type { ExchangeListener } from './exchange/order-life.ts';
import type { ExchangeExecution, ExchangeOrder } from './exchange/order.ts';
import type { Refusal } from './exchange/refusals.ts';
import type { Faults } from './faults.ts';
import type { Market } from './market/market.ts';
import { sendExecution, sendOrder } from './requests/order-answers.ts';
import type { ClientSession } from './sessions/client-session.ts';
import type { SessionDirectory } from './sessions/session-directory.ts';
import { commissionReport, orderStatus, shownIds } from './wire/order-messages.ts';
import { noRequest } from './wire/session-messages.ts';

/** How long after its status a fill follows that is reported late. */
const lateFillMs = 100;

export interface ReportSettings {
  directory: SessionDirectory;
  faults: Faults;
  market: Market;
  clock: Clock;
  run: (work: () => void) => void;
  /** Something has changed that is to be kept. */
  onChange: () => void;
  /** An account has traded. */
  onTrade: () => void;
}

/** Tells clients what becomes of their orders. */
export class OrderReports implements ExchangeListener {
  readonly #settings: ReportSettings;

  constructor(settings: ReportSettings) {
    this.#settings = settings;
  }

  orderChanged(order: ExchangeOrder): void {
    const session = this.#ownerOf(order);
    if (session !== undefined) {
      sendOrder(session, order);
      // TWS says this twice for a stop that waits; clients must not mind.
      if (order.awaitingTrigger && order.status === 'PreSubmitted') sendOrder(session, order);
    }
    this.#settings.onChange();
  }

  executed(execution: ExchangeExecution): void {
    const session = this.#ownerOf(execution.order);
    if (session !== undefined) {
      if (this.#settings.faults.takeLateFill()) this.#reportLate(session, execution);
      else {
        sendExecution(session, noRequest, execution, this.#settings);
        sendOrder(session, execution.order);
        session.send(commissionReport(execution));
      }
    }
    this.#settings.onTrade();
    this.#settings.onChange();
  }

  cancelled(order: ExchangeOrder, reason: string): void {
    const session = this.#ownerOf(order);
    session?.send(orderStatus(order));
    session?.sendError(shownIds(order).orderId, {
      code: 202,
      message: `Order Canceled - reason:${reason}`,
    });
    this.#settings.onChange();
  }

  rejected(order: ExchangeOrder, refusal: Refusal): void {
    const session = this.#ownerOf(order);
    if (session !== undefined) sendOrder(session, order);
    session?.sendError(shownIds(order).orderId, refusal);
  }

  warned(order: ExchangeOrder, notice: Refusal): void {
    this.#ownerOf(order)?.sendError(shownIds(order).orderId, notice);
  }

  #ownerOf(order: ExchangeOrder): ClientSession | undefined {
    return this.#settings.directory.hearerOf(order.clientId);
  }

  #reportLate(session: ClientSession, execution: ExchangeExecution): void {
    const { clock, run } = this.#settings;
    session.send(orderStatus(execution.order));
    clock.after(lateFillMs, () =>
      run(() => {
        sendExecution(session, noRequest, execution, this.#settings);
        session.send(commissionReport(execution));
      }),
    );
  }
}
