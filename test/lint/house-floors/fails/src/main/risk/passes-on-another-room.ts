export type { Journal } from '../journal/journal.ts'; // breaks
export const name = 'risk';
