/** Where programs of MCP servers run. */
import { z } from 'zod';
import { sandboxEngineKeys } from './sandbox-engine.ts';
import { sandboxScheduleKeys } from './sandbox-schedule.ts';

export const sandboxSection = z.strictObject({ ...sandboxEngineKeys, ...sandboxScheduleKeys }).prefault({});
