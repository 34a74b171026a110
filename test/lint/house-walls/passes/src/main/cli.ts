import type { Command } from 'commander';

export interface Held {
  readonly command: Command;
}
