import { ulid } from 'ulid';

export const machine = { now: () => Date.now(), chance: () => Math.random(), id: () => ulid() };
