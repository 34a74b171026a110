/** The last word of a script that could not do what it was asked. */
import { SetUpFailed } from './set-up.mjs';
import { BadOption } from './start-options.mjs';

/** Says plainly what is known to go wrong; a stack is printed only for what is not. */
export function failWith(error) {
  if (error instanceof BadOption) {
    console.error(error.message);
    process.exitCode = 2;
    return;
  }
  if (error instanceof SetUpFailed) {
    if (error.details) console.error(error.details.trim());
    console.error(error.message);
  } else {
    console.error(error);
  }
  process.exitCode = 1;
}
