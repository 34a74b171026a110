import { message, sevenBit } from './fields.ts';

/** 14: version, bulletin, type, text, exchange it is about. */
export function newsBulletin(id: number, type: number, text: string, exchange: string): string {
  return message(14, 1, id, type, sevenBit(text), exchange);
}
