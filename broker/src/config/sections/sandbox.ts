/** Where programs of MCP servers run. */
import { z } from 'zod';
import { sandboxScheduleKeys } from './sandbox-schedule.ts';

export const sandboxSection = z.strictObject({ ...sandboxScheduleKeys }).prefault({});
