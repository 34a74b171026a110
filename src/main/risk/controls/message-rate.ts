import type { Control } from '../control.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'message-rate', title: 'Message rate' } as const;
const verdicts = verdictsOf(control);
const unit = 'messages per second';

/**
 * New orders, modifies and cancels of the last second with this one. Cancels count, but are never put to a control: one
 * that takes risk away is not held back because too much was sent.
 */
export const messageRate: Control = {
  ...control,
  unit,
  hard: true,
  limits: ['messagesPerSecond'],
  source: 'RTS 6 art. 15(1)(d)',
  evaluate({ messagesInSecond, limits }) {
    const limit = limits.messagesPerSecond.value;
    if (!(messagesInSecond >= 0) || !Number.isFinite(messagesInSecond) || !Number.isFinite(limit)) {
      return verdicts.unevaluable('How many messages the desk has sent is not known.');
    }
    const observed = messagesInSecond + 1;
    if (observed <= limit) return verdicts.passWith(observed, limit, unit);
    return verdicts.deny(
      `This would be message ${figure(observed)} within a second; the desk allows ${figure(limit)}. Wait a moment and send it again.`,
      { observed, limit, unit },
    );
  },
};
