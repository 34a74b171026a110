import type { Migration } from './migration.ts';

/** What people tick, accept and sign before the desk goes live, and the certificates that come of it. */
export const migration0015: Migration = {
  number: 15,
  name: 'certification',
  sql: `
    CREATE TABLE checklist_ticks (
      item_id TEXT NOT NULL PRIMARY KEY,
      ticked_by TEXT NOT NULL,
      ticked_at TEXT NOT NULL,
      -- JSON: the tick, as its fact has it.
      tick TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE waivers (
      waiver_id TEXT NOT NULL PRIMARY KEY,
      check_id TEXT NOT NULL,
      owner TEXT NOT NULL,
      reason TEXT NOT NULL,
      compensating_control TEXT NOT NULL,
      expires_at TEXT NOT NULL,
      proposed_by TEXT NOT NULL,
      approved_by TEXT NOT NULL,
      approved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE signatures (
      -- Of the fact that records it.
      seq INTEGER NOT NULL PRIMARY KEY,
      attempt_id TEXT NOT NULL,
      signed_as TEXT NOT NULL,
      signed_by TEXT NOT NULL,
      signed_at TEXT NOT NULL,
      statement TEXT NOT NULL
    ) STRICT;

    CREATE TABLE certificates (
      certificate_id TEXT NOT NULL PRIMARY KEY,
      attempt_id TEXT NOT NULL,
      issued_at TEXT NOT NULL,
      expires_at TEXT NOT NULL,
      -- issued, invalidated or expired, as far as it is on record.
      state TEXT NOT NULL,
      ended_at TEXT,
      -- Why; null while it is in force.
      reason TEXT,
      -- JSON: the whole certificate, as its fact has it.
      certificate TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
