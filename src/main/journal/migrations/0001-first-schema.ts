import type { Migration } from './migration.ts';

/** The journal and its derived tables as of the first version. */
export const migration0001: Migration = {
  number: 1,
  name: 'first schema',
  sql: `
    CREATE TABLE facts (
      seq INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      kind TEXT NOT NULL,
      "by" TEXT NOT NULL,
      body TEXT NOT NULL,
      hash TEXT NOT NULL CHECK (length(hash) = 64)
    ) STRICT;

    CREATE INDEX facts_kind ON facts (kind);

    CREATE TRIGGER facts_never_change BEFORE UPDATE ON facts
    BEGIN
      SELECT RAISE(ABORT, 'A fact is never changed.');
    END;

    CREATE TRIGGER facts_never_go BEFORE DELETE ON facts
    BEGIN
      SELECT RAISE(ABORT, 'A fact is never deleted.');
    END;

    CREATE TABLE order_facts (
      order_ref TEXT NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (order_ref, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE orders (
      order_ref TEXT NOT NULL PRIMARY KEY,
      order_id INTEGER NOT NULL,
      client_id INTEGER NOT NULL,
      perm_id INTEGER,
      account_id TEXT NOT NULL,
      instrument_id INTEGER NOT NULL,
      display_symbol TEXT NOT NULL,
      side TEXT NOT NULL,
      order_type TEXT NOT NULL,
      quantity REAL NOT NULL,
      limit_price REAL,
      stop_price REAL,
      time_in_force TEXT NOT NULL,
      outside_rth INTEGER NOT NULL,
      status TEXT NOT NULL,
      filled_quantity REAL NOT NULL,
      average_fill_price REAL,
      reason TEXT,
      pending_change TEXT,
      external INTEGER NOT NULL,
      placed_by TEXT NOT NULL,
      placed_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decisions (
      seq INTEGER PRIMARY KEY,
      order_ref TEXT NOT NULL,
      decides TEXT NOT NULL,
      allowed INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX decisions_order ON decisions (order_ref, seq);

    CREATE TABLE executions (
      exec_id TEXT NOT NULL PRIMARY KEY,
      order_ref TEXT NOT NULL,
      perm_id INTEGER NOT NULL,
      account_id TEXT NOT NULL,
      instrument_id INTEGER NOT NULL,
      display_symbol TEXT NOT NULL,
      side TEXT NOT NULL,
      quantity REAL NOT NULL,
      price REAL NOT NULL,
      executed_at TEXT NOT NULL,
      commission_micros INTEGER,
      commission_currency TEXT,
      broker_realized_pnl_micros INTEGER,
      corrects TEXT,
      replaces TEXT,
      corrected_by TEXT,
      seq INTEGER NOT NULL,
      position_seq INTEGER NOT NULL,
      takes_out TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX executions_position ON executions (instrument_id, account_id, position_seq);

    CREATE TABLE adopted_positions (
      account_id TEXT NOT NULL,
      instrument_id INTEGER NOT NULL,
      display_symbol TEXT NOT NULL,
      currency TEXT NOT NULL,
      multiplier REAL NOT NULL,
      quantity REAL NOT NULL,
      cost_basis_micros INTEGER NOT NULL,
      realized_pnl_micros INTEGER NOT NULL,
      commissions_micros INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (account_id, instrument_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE position_commissions (
      account_id TEXT NOT NULL,
      instrument_id INTEGER NOT NULL,
      currency TEXT NOT NULL,
      commissions_micros INTEGER NOT NULL,
      PRIMARY KEY (account_id, instrument_id, currency)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE positions (
      account_id TEXT NOT NULL,
      instrument_id INTEGER NOT NULL,
      display_symbol TEXT NOT NULL,
      currency TEXT NOT NULL,
      multiplier REAL NOT NULL,
      quantity REAL NOT NULL,
      cost_basis_micros INTEGER NOT NULL,
      realized_pnl_micros INTEGER NOT NULL,
      commissions_micros INTEGER NOT NULL,
      PRIMARY KEY (account_id, instrument_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alerts (
      alert_id TEXT NOT NULL PRIMARY KEY,
      fingerprint TEXT NOT NULL,
      rule TEXT NOT NULL,
      severity TEXT NOT NULL,
      title TEXT NOT NULL,
      detail TEXT NOT NULL,
      state TEXT NOT NULL,
      condition_cleared INTEGER NOT NULL,
      count INTEGER NOT NULL,
      first_seen_at TEXT NOT NULL,
      last_seen_at TEXT NOT NULL,
      order_ref TEXT,
      instrument_id INTEGER,
      acknowledged_by TEXT,
      acknowledged_at TEXT,
      note TEXT,
      resolved_by TEXT,
      resolved_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE instruments (
      instrument_id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL,
      display_symbol TEXT NOT NULL,
      sec_type TEXT NOT NULL,
      exchange TEXT NOT NULL,
      primary_exchange TEXT NOT NULL,
      currency TEXT NOT NULL,
      local_symbol TEXT NOT NULL,
      trading_class TEXT NOT NULL,
      long_name TEXT NOT NULL,
      multiplier REAL NOT NULL,
      min_tick REAL NOT NULL,
      size_increment REAL NOT NULL,
      min_size REAL NOT NULL,
      time_zone_id TEXT NOT NULL,
      trading_hours TEXT NOT NULL,
      liquid_hours TEXT NOT NULL,
      expiry TEXT
    ) STRICT;

    CREATE TABLE watchlist (
      instrument_id INTEGER PRIMARY KEY,
      seq INTEGER NOT NULL
    ) STRICT;

    -- Instrument 0 stands for the whole desk: a conId is never 0.
    CREATE TABLE trading_states (
      instrument_id INTEGER PRIMARY KEY,
      state TEXT NOT NULL,
      reason TEXT NOT NULL,
      "by" TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE meta (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL,
      seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
