import type { Refusal } from '../exchange/refusals.ts';
import { message, sevenBit } from './fields.ts';

/** The id of a message that belongs to no request. */
export const noRequest = -1;

/** The answer to a client's versions: server version, time of the connection; the one message without an id. */
export function serverVersionAndTime(serverVersion: number, connectionTime: string): string {
  return message(serverVersion, connectionTime);
}

/** 15: version, accounts separated by commas. */
export function managedAccounts(accounts: readonly string[]): string {
  return message(15, 1, accounts.join(','));
}

/** 9: version, order id. */
export function nextValidId(orderId: number): string {
  return message(9, 1, orderId);
}

/** 49: version, epoch seconds. */
export function currentTime(epochSeconds: number): string {
  return message(49, 1, epochSeconds);
}

/** 4: version, request or order, code, text, reject text in JSON (since server version 166). */
export function errorMessage(id: number, { code, message: text }: Refusal): string {
  return message(4, 2, id, code, sevenBit(text), '');
}

/** 107, without a version: request, white branding. */
export function userInfo(requestId: number): string {
  return message(107, requestId, '');
}

/** 78, without a version: count; then of each account its id and family code. */
export function familyCodes(accounts: readonly string[]): string {
  return message(78, accounts.length, ...accounts.flatMap((account) => [account, '']));
}
