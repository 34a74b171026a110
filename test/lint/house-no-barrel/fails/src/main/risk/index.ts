export { a } from './first-control.ts'; // breaks
export { b } from './second-control.ts';
