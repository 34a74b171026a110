import { cell, heading, type Block } from '../document.ts';

/** The words of this report, as the program uses them everywhere. */
const words: readonly (readonly [string, string])[] = [
  [
    'alert',
    'A condition a person must see: open, acknowledged or resolved; also escalated or silenced.',
  ],
  ['attempt', 'Some or all phases gone through in one go, with everything that was found.'],
  ['base currency', 'The currency the account is kept in.'],
  ['break', 'A difference between the desk’s view and the broker’s.'],
  ['certificate', 'What two persons have signed for: what was proven, on what, until when.'],
  ['check', 'One thing proven in a phase. It measures; its thresholds decide.'],
  ['control', 'A check of an order before it leaves. What a control cannot evaluate it denies.'],
  [
    'critical',
    'Of a check: not passed is a no, whatever the score. Of an alert: a person has five minutes.',
  ],
  ['evidence', 'The figures, facts and files a check leaves, with their SHA-256.'],
  ['fact', 'Something that happened and is recorded in the journal.'],
  [
    'gateway',
    'What the desk is connected to: simulated, paper, or shadow (a live account, only read).',
  ],
  [
    'HALTED',
    'Of the desk or an instrument: nothing but cancels. REDUCING: only orders that shrink what is held. ACTIVE: every order that the controls let pass.',
  ],
  ['journal', 'The append-only record of facts. Each fact holds the hash of the one before it.'],
  ['journal lag', 'From a fact’s decision until it is synced to the disk.'],
  [
    'knee',
    'Where load and desk part: the highest rate that was kept up with, and the lowest that was not.',
  ],
  [
    'latency',
    'From when an operation was due until it had ended. Service time counts from when it was begun.',
  ],
  ['limit', 'A number that a control compares with; proposed by one person, approved by another.'],
  ['link', 'The desk’s connection to the gateway.'],
  ['monitor', 'What watches facts, quotes or time and raises alerts.'],
  [
    'negative control',
    'A check that feeds a planted defect to what judges, and passes only if it is found.',
  ],
  ['p50, p99', 'Half, and 99 of 100, of what was measured took no longer.'],
  ['phase', 'One of the six parts of readiness.'],
  ['rehearsal', 'An attempt on the simulated gateway. It proves nothing of a broker.'],
  ['run', 'One execution of one check.'],
  [
    'score',
    'Weight of the passed checks over the weight of all. Skipped and not run count as not passed.',
  ],
  [
    'seed',
    'What chance is drawn from: the same seed gives the same market, the same orders and the same faults.',
  ],
  ['sign-off', 'A person’s signature under what was proven.'],
  ['threshold', 'What a figure must be for its check to pass.'],
  [
    'turn',
    'When the process can do the next thing. A wait for it delays everything the desk does.',
  ],
  ['verdict', 'What can be said of the desk in one word; of an order, a control’s answer.'],
  ['waiver', 'A gap that two persons have accepted, with an owner and an expiry.'],
  ['weight', 'How much a check counts in the score of its phase.'],
  [
    'what-if',
    'The broker’s own answer to what an order would take of margin and cost, without placing it.',
  ],
];

export function glossarySection(): Block[] {
  return [
    heading(1, 'glossary', 'Glossary'),
    {
      kind: 'table',
      columns: [
        { title: 'Word', share: 0.2 },
        { title: 'What it means', share: 0.8 },
      ],
      rows: words.map(([word, means]) => [cell(word), cell(means)]),
    },
  ];
}
