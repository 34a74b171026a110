export const wall = { now: () => Date.now(), after: (task: () => void) => setTimeout(task, 1) };
