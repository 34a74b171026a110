import { ContractError, type ContractErrorCode } from '#shared/contract/error.ts';

import {
  BrokerRefusedError,
  HistoryLimitError,
  LinkDroppedError,
  LinkNotReadyError,
  LiveAccountError,
  OtherAccountError,
  RequestTimeoutError,
  UnknownAccountError,
} from '../gateway/link-errors.ts';

/** The link's sentences say what to do themselves, hence no advice beside them. */
const codes: readonly [new (...args: never[]) => Error, ContractErrorCode][] = [
  [LinkNotReadyError, 'not-ready'],
  [LinkDroppedError, 'disconnected'],
  [RequestTimeoutError, 'timed-out'],
  [BrokerRefusedError, 'gateway-refused'],
  [HistoryLimitError, 'gateway-refused'],
  [LiveAccountError, 'not-allowed'],
  [UnknownAccountError, 'conflict'],
  [OtherAccountError, 'conflict'],
];

/** Whether the link said no for a reason of the link or the broker; anything else is a defect. */
export function isLinkRefusal(error: unknown): error is Error {
  return codes.some(([type]) => error instanceof type);
}

/** The link's refusal as a screen gets it. Throws anything else on. */
export function asContractError(error: unknown): ContractError {
  const found = codes.find(([type]) => error instanceof type);
  if (found === undefined || !(error instanceof Error)) throw error;
  return new ContractError({ code: found[1], message: error.message, advice: '' });
}
