import { nest } from './nest.ts';

export const chick = (): number => nest + 1;
