// First: zod is told not to compile schemas before the first schema is made.
import { connectDesk } from './bridge/connect.ts';

import { startConsole } from './start.tsx';

startConsole(connectDesk());
