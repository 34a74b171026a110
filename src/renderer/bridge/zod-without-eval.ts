import { z } from 'zod';

// Zod compiles a schema with `new Function` when it is made, if it may. The page's policy forbids it, so this module
// has to come before every module that makes a schema.
z.config({ jitless: true });

/** Named so that it can be imported, and so that its importers say what they need. */
export const zodRunsWithoutEval = true;
