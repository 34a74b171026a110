import { textWire, type TextWire } from './text-wire.ts';

/** Two ends of one connection inside a process. Frames arrive one microtask after they were sent, in order. */
export function memoryTextPair(): { server: TextWire; client: TextWire } {
  const later = (task: () => void): void => queueMicrotask(task);
  const server: TextWire = textWire({
    send: (text) => later(() => client.received(text)),
    close: (reason) => later(() => client.lost(reason)),
  });
  const client: TextWire = textWire({
    send: (text) => later(() => server.received(text)),
    close: (reason) => later(() => server.lost(reason)),
  });
  return { server, client };
}
