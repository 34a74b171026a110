import { egg } from './egg.ts'; // breaks

export const hen = (): number => egg() + 1;
