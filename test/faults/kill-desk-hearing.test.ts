import { killsDesksAt } from './desk-deaths.ts';

// The other half is in a file of its own, so that two cores share the work.
killsDesksAt('what the broker says');
