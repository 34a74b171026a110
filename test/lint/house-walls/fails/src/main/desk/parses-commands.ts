import type { Command } from 'commander'; // breaks

export interface Held {
  readonly command: Command;
}
