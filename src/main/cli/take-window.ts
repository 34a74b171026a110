import { commands } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { WindowCaller } from '#shared/contract/service.ts';
import { can } from '#shared/domain/people.ts';
import type { Clock } from '#shared/domain/ports.ts';
import { markPrice } from '#shared/domain/quote.ts';

import type { RunningDesk } from '../desk/start-desk.ts';

const readyWithinMs = 60_000;
const quotedWithinMs = 10_000;

/**
 * A person of the desk sits down at the window of the command line: by name on a practice desk, else by passphrase. Throws
 * {@link ContractError} where the desk has no such person, or they may not do what they came for.
 * @param comesFor what the window is to do.
 * @param readPassphrase asked on a desk with real people. Throws SecretNotGiven.
 */
export async function takeTheWindow(
  { service }: Pick<RunningDesk, 'service'>,
  window: WindowCaller,
  {
    personId,
    comesFor,
    readPassphrase,
  }: {
    personId: string;
    comesFor: 'readiness.start' | 'load.start';
    readPassphrase: (name: string) => Promise<string>;
  },
): Promise<void> {
  const [session] = service.topics.session({}, window).snapshot();
  if (session?.practice === true) {
    await service.commands['session.switch']({ personId }, window);
  } else {
    const people = session?.people ?? [];
    const person = people.find((each) => each.personId === personId);
    if (person === undefined) throw nobody(personId, people);
    const passphrase = await readPassphrase(`Passphrase of ${person.name}`);
    await service.commands['session.sign-in']({ personId, passphrase }, window);
  }
  if (can(window.person, commands[comesFor].capability)) return;
  const message = `${window.person.name} may not run ${comesFor === 'load.start' ? 'load' : 'readiness checks'}.`;
  service.refused(comesFor, message, window);
  throw new ContractError({
    code: 'not-allowed',
    message,
    advice: 'Name a tester with --person.',
  });
}

function nobody(personId: string, people: readonly { personId: string }[]): ContractError {
  return new ContractError({
    code: 'not-found',
    message:
      people.length === 0
        ? 'This desk has no people yet.'
        : `This desk has no person ${personId}: it has ${people.map((each) => each.personId).join(', ')}.`,
    advice:
      people.length === 0
        ? 'Start the console on this gateway once, add its people there, and name a tester with --person.'
        : 'Name a tester with --person.',
  });
}

/**
 * Until the desk takes new risk. Throws {@link ContractError} with the link's reason where it does not in time, or where
 * the person at the command line has it stop before.
 */
export async function untilReady(
  desk: Pick<RunningDesk, 'service' | 'ready'>,
  window: WindowCaller,
  { clock, stopped }: { clock: Clock; stopped: Promise<void> },
): Promise<void> {
  const late = Promise.withResolvers<never>();
  const deadline = clock.after(readyWithinMs, () => {
    const link = desk.service.topics.status({}, window).snapshot()[0]?.link;
    late.reject(
      new ContractError({
        code: 'not-ready',
        message: `The link is not ready after ${readyWithinMs / 1000} s: ${link?.reason ?? 'it has not begun.'}`,
        advice: link?.advice.join(' ') ?? '',
      }),
    );
  });
  const called = stopped.then((): never => {
    throw new ContractError({
      code: 'not-ready',
      message: 'It was stopped before the link was ready.',
      advice: '',
    });
  });
  try {
    await Promise.race([desk.ready, late.promise, called]);
  } finally {
    deadline.cancel();
  }
}

/** Until the kind of market data is known, which goes on record with what is begun; no longer than ten seconds. */
export async function untilQuoted(
  { service }: Pick<RunningDesk, 'service'>,
  window: WindowCaller,
  clock: Clock,
): Promise<void> {
  const quotes = service.topics.quotes({}, window);
  const isQuoted = (): boolean => quotes.snapshot().some((quote) => markPrice(quote) !== null);
  const quoted = Promise.withResolvers<void>();
  const deadline = clock.after(quotedWithinMs, quoted.resolve);
  const stopHearing = quotes.subscribe(
    () => {
      if (isQuoted()) quoted.resolve();
    },
    () => {},
  );
  if (isQuoted()) quoted.resolve();
  await quoted.promise;
  deadline.cancel();
  stopHearing();
}

/** A journal that records no more ends what goes on without being able to say so. */
export function unrecorded(fault: string, advice: string): ContractError {
  return new ContractError({ code: 'desk-halted', message: fault, advice });
}
