import { hen } from './hen.ts'; // breaks

export const egg = (): number => hen() + 1;
