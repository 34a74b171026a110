/** The options of `npm test --`. */
import { BadOption } from './start-options.mjs';

/**
 * `--only a,b` runs just these steps. Throws {@link BadOption}.
 * @param {readonly string[]} argv @param {readonly string[]} steps names of all steps
 * @returns {string[]} the steps to run, in their own order
 */
export function readTestOptions(argv, steps) {
  if (argv.length === 0) return [...steps];
  const [word, attached] = argv[0].split('=', 2);
  const list = attached ?? argv[1];
  const rest = argv.slice(attached === undefined ? 2 : 1);
  if (word !== '--only' || rest.length > 0) {
    throw new BadOption(
      `${word === '--only' ? rest[0] : argv[0]} is not an option of npm test. Its option is --only ${steps.join(',')}.`,
    );
  }
  const wanted = (list ?? '').split(',').filter(Boolean);
  const stranger = wanted.find((name) => !steps.includes(name));
  if (stranger !== undefined || wanted.length === 0) {
    const what =
      stranger === undefined ? '--only needs at least one step' : `${stranger} is not a step`;
    throw new BadOption(`${what}. Steps are ${steps.join(', ')}.`);
  }
  return steps.filter((name) => wanted.includes(name));
}
