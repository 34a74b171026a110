import { ContractError } from '#shared/contract/error.ts';
import type { Caller, TopicFeed, WindowCaller } from '#shared/contract/service.ts';
import type { FactBody, NewFact } from '#shared/domain/fact.ts';
import { bystanderAt, nobody, rolesAskedFor, type Person } from '#shared/domain/people.ts';
import type { Clock } from '#shared/domain/ports.ts';
import { practiceStart } from '#shared/domain/practice-people.ts';
import type { Session } from '#shared/domain/session.ts';

import { GuessLimit } from './guess-limit.ts';

/** What came of a passphrase. `no-credential`: the one that the journal names is not in the file of credentials. */
export type Proof = 'right' | 'wrong' | 'no-credential';

export interface WindowSessionsOptions {
  clock: Clock;
  /** Everybody who may sign in at the desk of now. */
  people(): readonly Person[];
  /** Whether the desk of now is a practice desk. */
  isPractice(): boolean;
  /** Checks a passphrase against the credential that the journal names. */
  prove(personId: string, passphrase: string): Promise<Proof>;
  /** Takes facts down the road of the desk of now, stamped with the caller's window; `act` runs once they are on disk. */
  record(facts: readonly NewFact[], act: () => void, caller: Caller): Promise<void>;
  /** Hears that what nobody waits for could not be recorded. */
  onUnrecorded(error: unknown): void;
}

/** Without a command for this long a window locks itself. Source: PCI DSS 8.2.8 asks for 15 minutes at most. */
export const lockAfterMs = 10 * 60_000;

/** Windows are remembered up to this many; a shell has fewer open at once. */
const mostWindows = 256;

/** One window: who is signed in there, and who wants to know when that changes. */
interface WindowEntry {
  personId: string | null;
  locked: boolean;
  /** Monotonic milliseconds. */
  usedAt: number;
  readonly caller: WindowCaller;
  readonly listeners: Set<() => void>;
}

/**
 * Who is at each window of the console. A session belongs to one window alone and ends with the desk; what a person
 * may do is looked up in the list of people whenever it is asked.
 */
export class WindowSessions {
  readonly #options: WindowSessionsOptions;
  readonly #windows = new Map<string, WindowEntry>();
  readonly #guesses: GuessLimit;

  constructor(options: WindowSessionsOptions) {
    this.#options = options;
    this.#guesses = new GuessLimit(options.clock);
  }

  /** The caller behind a window. A window that is new to a practice desk is the operator's. */
  caller(windowId: string): WindowCaller {
    return this.#entry(windowId).caller;
  }

  /** Who is at a window, and who could be. */
  feed(windowId: string): TopicFeed<Session> {
    const { caller } = this.#entry(windowId);
    const now = (): Session => this.#session(windowId);
    return {
      snapshot: () => [now()],
      subscribe: (onItem) => caller.onChange(() => onItem(now())),
    };
  }

  /** Gives a window of a practice desk to another of its people. Resolves once it is recorded. */
  async switchTo(windowId: string, personId: string): Promise<void> {
    if (!this.#options.isPractice()) {
      throw conflict(
        'People are switched between on a practice desk only.',
        'Sign out, and let the other person sign in.',
      );
    }
    const entry = this.#entry(windowId);
    const person = this.#requirePerson(personId);
    if (entry.personId === personId) return;
    const facts = [...closed(entry.personId, 'switched'), opened(person, 'practice')];
    await this.#options.record(facts, () => this.#seat(entry, personId), entry.caller);
  }

  /**
   * Lets a person in, or unlocks their own locked window. Rejects with the reason; every wrong guess is recorded, and
   * what comes while nothing is accepted is refused without being checked or recorded.
   */
  async signIn(windowId: string, personId: string, passphrase: string): Promise<void> {
    this.#refuseOnPractice();
    const entry = this.#entry(windowId);
    const person = this.#requirePerson(personId);
    if (entry.locked && entry.personId !== personId) {
      throw conflict(
        'This window is locked by another person.',
        'They unlock it with their passphrase, or it is signed out first.',
      );
    }
    await this.requireProof(entry.caller, personId, passphrase, 'session');
    // While the passphrase was checked the person may have been removed, or the window given to somebody else.
    const isSame =
      this.#person(personId) !== null && (!entry.locked || entry.personId === personId);
    if (!isSame) {
      throw conflict('Somebody changed this meanwhile.', 'Look at it again.');
    }
    const how = entry.locked ? 'unlocked' : 'passphrase';
    const before = entry.personId === personId ? null : entry.personId;
    const facts = [...closed(before, 'signed-out'), opened(person, how)];
    await this.#options.record(facts, () => this.#seat(entry, personId), entry.caller);
  }

  /**
   * Throws unless the passphrase is the person's; limited and recorded as {@link signIn} says.
   * @param purpose what it is to prove, as a refusal is recorded.
   */
  async requireProof(
    caller: Caller,
    personId: string,
    passphrase: string,
    purpose: FactBody<'session.refused'>['purpose'],
  ): Promise<void> {
    const keys = [`person ${personId}`, `window ${caller.windowId}`];
    const restMs = this.#guesses.restMs(keys);
    if (restMs > 0) throw tooMany(restMs);
    const beginsMs = this.#guesses.count(keys);
    const proof = await this.#options.prove(personId, passphrase);
    if (proof === 'right') return this.#guesses.succeeded(keys);
    const cause = beginsMs > 0 && proof === 'wrong' ? 'too-many-guesses' : refusalCauses[proof];
    const refusal: NewFact = {
      kind: 'session.refused',
      by: nobody.personId,
      body: { personId, cause, restMs: beginsMs > 0 ? beginsMs : null, purpose },
    };
    await this.#options.record([refusal], () => {}, caller);
    if (proof === 'no-credential') throw noCredential(personId);
    if (beginsMs > 0) throw tooMany(beginsMs);
    throw new ContractError({
      code: 'not-allowed',
      message: 'The passphrase is wrong.',
      advice: 'Try it again; after five wrong ones nothing is accepted for a while.',
    });
  }

  /** Who has just been made the desk's first person is at the window at once. */
  async begin(windowId: string, facts: readonly NewFact[], person: Person): Promise<void> {
    const entry = this.#entry(windowId);
    const all = [...facts, opened(person, 'passphrase')];
    await this.#options.record(all, () => this.#seat(entry, person.personId), entry.caller);
  }

  /** Locks a window at once, and on record after. Does nothing where nobody is signed in. */
  async lock(windowId: string, cause: FactBody<'session.locked'>['cause']): Promise<void> {
    this.#refuseOnPractice();
    const entry = this.#entry(windowId);
    const { personId } = entry;
    if (personId === null || entry.locked) return;
    entry.locked = true;
    this.#tell(entry);
    const by = cause === 'key' ? personId : 'desk';
    const fact: NewFact = { kind: 'session.locked', by, body: { personId, cause } };
    await this.#options.record([fact], () => {}, entry.caller);
  }

  /** The window is nobody's at once, and on record after. */
  async signOut(windowId: string): Promise<void> {
    this.#refuseOnPractice();
    const entry = this.#entry(windowId);
    const facts = closed(entry.personId, 'signed-out');
    if (facts.length === 0) return;
    this.#empty(entry);
    await this.#options.record(facts, () => {}, entry.caller);
  }

  /** Locks every window where nobody has done anything for {@link lockAfterMs}. To be called every few seconds. */
  lockIdle(): void {
    if (this.#options.isPractice()) return;
    const idleSince = this.#options.clock.monotonic() - lockAfterMs;
    for (const [windowId, { personId, locked, usedAt }] of this.#windows) {
      if (personId === null || locked || usedAt > idleSince) continue;
      this.lock(windowId, 'inactivity').catch((error: unknown) =>
        this.#options.onUnrecorded(error),
      );
    }
  }

  /** The list of people has changed: whoever is not in it any more is signed out everywhere. */
  peopleChanged(): void {
    for (const entry of this.#windows.values()) {
      const { personId } = entry;
      if (personId !== null && this.#person(personId) === null) {
        this.#empty(entry);
        this.#options
          .record(closed(personId, 'removed'), () => {}, entry.caller)
          .catch((error: unknown) => this.#options.onUnrecorded(error));
      } else {
        this.#tell(entry);
      }
    }
  }

  /** Another desk is behind the windows, with people of its own: whoever was signed in is not any more. */
  gatewayChanged(): void {
    for (const entry of this.#windows.values()) {
      entry.personId = null;
      entry.locked = false;
      if (this.#options.isPractice()) this.#beginPractice(entry);
      this.#tell(entry);
    }
  }

  #entry(windowId: string): WindowEntry {
    const known = this.#windows.get(windowId);
    if (known !== undefined) return known;
    const listeners = new Set<() => void>();
    const personNow = (): Person => this.#personAt(windowId);
    const { clock } = this.#options;
    const caller: WindowCaller = {
      windowId,
      get person() {
        return personNow();
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      used() {
        entry.usedAt = clock.monotonic();
      },
    };
    const entry: WindowEntry = {
      personId: null,
      locked: false,
      usedAt: clock.monotonic(),
      caller,
      listeners,
    };
    this.#windows.set(windowId, entry);
    this.#forgetEmptyWindows();
    if (this.#options.isPractice()) this.#beginPractice(entry);
    return entry;
  }

  /** Windows that no wire listens at are forgotten, the oldest first, once there are too many. */
  #forgetEmptyWindows(): void {
    for (const [windowId, { listeners }] of this.#windows) {
      if (this.#windows.size <= mostWindows) return;
      if (listeners.size === 0) this.#windows.delete(windowId);
    }
  }

  /** Nobody is kept waiting for a passphrase that there is not, so nobody waits for the record either. */
  #beginPractice(entry: WindowEntry): void {
    const person = this.#person(practiceStart);
    if (person === null) return;
    entry.personId = person.personId;
    this.#options
      .record([opened(person, 'practice')], () => {}, entry.caller)
      .catch((error: unknown) => this.#options.onUnrecorded(error));
  }

  #seat(entry: WindowEntry, personId: string): void {
    entry.personId = personId;
    entry.locked = false;
    entry.usedAt = this.#options.clock.monotonic();
    this.#tell(entry);
  }

  #empty(entry: WindowEntry): void {
    entry.personId = null;
    entry.locked = false;
    this.#tell(entry);
  }

  #tell({ listeners }: WindowEntry): void {
    for (const tell of listeners) tell();
  }

  #person(personId: string | null): Person | null {
    return this.#options.people().find((person) => person.personId === personId) ?? null;
  }

  #requirePerson(personId: string): Person {
    const person = this.#person(personId);
    if (person !== null) return person;
    throw new ContractError({
      code: 'not-found',
      message: `This desk has no person ${personId}.`,
      advice: 'Choose one of those that are listed.',
    });
  }

  #refuseOnPractice(): void {
    if (!this.#options.isPractice()) return;
    throw conflict(
      'The people of a practice desk have no passphrases and nothing to lock.',
      'Switch between them in the status bar.',
    );
  }

  #personAt(windowId: string): Person {
    const entry = this.#windows.get(windowId);
    const person = this.#person(entry?.personId ?? null);
    if (person === null || entry === undefined) return nobody;
    return entry.locked ? bystanderAt(person) : person;
  }

  #session(windowId: string): Session {
    const entry = this.#windows.get(windowId);
    const people = [...this.#options.people()];
    const practice = this.#options.isPractice();
    const person = this.#person(entry?.personId ?? null);
    const seated = entry?.locked === true ? 'locked' : 'active';
    return {
      windowId,
      state: person === null ? 'signed-out' : seated,
      person,
      practice,
      people,
      missingRoles: rolesAskedFor.filter((role) =>
        people.every(({ roles }) => !roles.includes(role)),
      ),
      lockAfterMs: practice ? null : lockAfterMs,
    };
  }
}

const refusalCauses = { wrong: 'wrong-passphrase', 'no-credential': 'no-credential' } as const;

function opened(
  { personId, name, roles }: Person,
  how: FactBody<'session.opened'>['how'],
): NewFact {
  return { kind: 'session.opened', by: personId, body: { personId, name, roles, how } };
}

function closed(personId: string | null, cause: FactBody<'session.closed'>['cause']): NewFact[] {
  return personId === null
    ? []
    : [{ kind: 'session.closed', by: personId, body: { personId, cause } }];
}

function conflict(message: string, advice: string): ContractError {
  return new ContractError({ code: 'conflict', message, advice });
}

function tooMany(restMs: number): ContractError {
  return new ContractError({
    code: 'not-allowed',
    message: `There were too many wrong passphrases: none is accepted for ${Math.ceil(restMs / 1000)} s.`,
    advice: 'Wait, then enter it with care. An administrator can set a new one.',
  });
}

function noCredential(personId: string): ContractError {
  return new ContractError({
    code: 'not-allowed',
    message: `The credential of ${personId} that the journal names is not in the data folder.`,
    advice: 'Restore credentials.json from a backup, or let an administrator set a new passphrase.',
  });
}
