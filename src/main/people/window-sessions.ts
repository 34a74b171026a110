import { ContractError } from '#shared/contract/error.ts';
import type { Caller, TopicFeed, WindowCaller } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { nobody, type Person } from '#shared/domain/people.ts';
import type { Session } from '#shared/domain/session.ts';

import { practiceStart } from '#shared/domain/practice-people.ts';

export interface WindowSessionsOptions {
  /** Everybody who may sign in at the desk of now. */
  people(): readonly Person[];
  /** Whether the desk of now is a practice desk. */
  isPractice(): boolean;
  /** Takes facts down the road of the desk of now, stamped with the caller's window; `act` runs once they are on disk. */
  record(facts: readonly NewFact[], act: () => void, caller: Caller): Promise<void>;
  /** Hears that what nobody waits for could not be recorded. */
  onUnrecorded(error: unknown): void;
}

/** One window: who is signed in there, and who wants to know when that changes. */
interface WindowEntry {
  personId: string | null;
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

  constructor(options: WindowSessionsOptions) {
    this.#options = options;
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
      throw new ContractError({
        code: 'conflict',
        message: 'People are switched between on a practice desk only.',
        advice: 'Sign out, and let the other person sign in.',
      });
    }
    const entry = this.#entry(windowId);
    const person = this.#person(personId);
    if (person === null) {
      throw new ContractError({
        code: 'not-found',
        message: `This desk has no person ${personId}.`,
        advice: 'Choose one of those that are listed.',
      });
    }
    if (entry.personId === personId) return;
    const before = entry.personId;
    const facts: NewFact[] = [];
    if (before !== null) {
      facts.push({
        kind: 'session.closed',
        by: before,
        body: { personId: before, cause: 'switched' },
      });
    }
    facts.push(opened(person));
    await this.#options.record(facts, () => this.#seat(entry, personId), entry.caller);
  }

  #entry(windowId: string): WindowEntry {
    const known = this.#windows.get(windowId);
    if (known !== undefined) return known;
    const listeners = new Set<() => void>();
    const personNow = (): Person => this.#personAt(windowId) ?? nobody;
    const caller: WindowCaller = {
      windowId,
      get person() {
        return personNow();
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const entry: WindowEntry = { personId: null, caller, listeners };
    this.#windows.set(windowId, entry);
    if (this.#options.isPractice()) this.#beginPractice(entry);
    return entry;
  }

  /** Nobody is kept waiting for a passphrase that there is not, so nobody waits for the record either. */
  #beginPractice(entry: WindowEntry): void {
    const person = this.#person(practiceStart);
    if (person === null) return;
    entry.personId = person.personId;
    this.#options
      .record([opened(person)], () => {}, entry.caller)
      .catch((error: unknown) => this.#options.onUnrecorded(error));
  }

  #seat(entry: WindowEntry, personId: string): void {
    entry.personId = personId;
    for (const tell of entry.listeners) tell();
  }

  #person(personId: string | null): Person | null {
    return this.#options.people().find((person) => person.personId === personId) ?? null;
  }

  #personAt(windowId: string): Person | null {
    return this.#person(this.#windows.get(windowId)?.personId ?? null);
  }

  #session(windowId: string): Session {
    const person = this.#personAt(windowId);
    return {
      windowId,
      state: person === null ? 'signed-out' : 'active',
      person,
      practice: this.#options.isPractice(),
      people: [...this.#options.people()],
    };
  }
}

function opened({ personId, name, roles }: Person): NewFact {
  return {
    kind: 'session.opened',
    by: personId,
    body: { personId, name, roles, how: 'practice' },
  };
}
