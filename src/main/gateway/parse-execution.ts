import type { CommissionReport, Contract, Execution } from '@stoqey/ib';

import type { BrokerCommission, BrokerExecution } from '#shared/domain/broker-word.ts';
import { toMicros } from '#shared/domain/money.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { displaySymbol } from './parse-instrument.ts';
import { figureOrNull, idOrZero, textOrNull } from './parse-number.ts';
import { parseSide } from './parse-order.ts';
import { parseBrokerTime } from './parse-time.ts';

/** A fill, and whether its time could be read; where it could not, it carries the time it was received. */
export interface ParsedExecution {
  execution: BrokerExecution;
  timeIsKnown: boolean;
}

/** Null for a message that is not a fill: no id, price or quantity. A quantity of 0 takes an earlier fill back. */
export function parseExecution(
  contract: Contract,
  execution: Execution,
  defaultZone: string | null,
  receivedAt: EpochMs,
): ParsedExecution | null {
  const execId = textOrNull(execution.execId);
  const quantity = figureOrNull(execution.shares);
  const price = figureOrNull(execution.price);
  if (execId === null || quantity === null || quantity < 0 || price === null) return null;
  const executedAt = parseBrokerTime(execution.time ?? '', defaultZone);
  return {
    timeIsKnown: executedAt !== null,
    execution: {
      execId,
      orderId: idOrZero(execution.orderId),
      clientId: idOrZero(execution.clientId),
      orderRef: textOrNull(execution.orderRef),
      permId: idOrZero(execution.permId),
      accountId: execution.acctNumber ?? '',
      instrumentId: idOrZero(contract.conId),
      displaySymbol: displaySymbol(contract),
      side: parseSide(execution.side),
      quantity,
      price,
      executedAt: new Date(executedAt ?? receivedAt).toISOString(),
      ...(idOrZero(execution.liquidation) > 0 ? { liquidation: true } : {}),
    },
  };
}

/** Null while the broker has not said the sum. */
export function parseCommission(report: CommissionReport): BrokerCommission | null {
  const execId = textOrNull(report.execId);
  const commission = figureOrNull(report.commission);
  if (execId === null || commission === null) return null;
  const realizedPnl = figureOrNull(report.realizedPNL);
  return {
    execId,
    commissionMicros: toMicros(commission),
    currency: report.currency ?? '',
    realizedPnlMicros: realizedPnl === null ? null : toMicros(realizedPnl),
  };
}
