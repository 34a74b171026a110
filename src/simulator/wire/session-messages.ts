import type { Refusal } from '../exchange/refusals.ts';
import { message, sevenBit } from './fields.ts';

/** The id of a message that belongs to no request. */
export const noRequest = -1;

export function serverVersionAndTime(serverVersion: number, connectionTime: string): string {
  return message(serverVersion, connectionTime);
}

export function managedAccounts(accounts: readonly string[]): string {
  return message(15, 1, accounts.join(','));
}

export function nextValidId(orderId: number): string {
  return message(9, 1, orderId);
}

export function currentTime(epochSeconds: number): string {
  return message(49, 1, epochSeconds);
}

export function errorMessage(id: number, { code, message: text }: Refusal): string {
  return message(4, 2, id, code, sevenBit(text), '');
}

export function userInfo(requestId: number): string {
  return message(107, requestId, '');
}

export function familyCodes(accounts: readonly string[]): string {
  return message(78, accounts.length, ...accounts.flatMap((account) => [account, '']));
}
