/** What is kept of conversations, and for how long. */
import { z } from 'zod';

const days = (what: string, fallback: number) =>
  z.int().min(1).max(36_500).default(fallback).describe(`how long is kept: ${what}; in days`);
const price = (what: string, fallback: number) =>
  z.number().min(0).max(1000).default(fallback).describe(`US dollars for 1000 tokens of ${what}`);

export const recordsSection = z
  .strictObject({
    sessionDays: days('conversations, without what was said', 90),
    turnDays: days('turns with the times of their parts', 90),
    usageDays: days('what was used in which hour', 730),
    eventDays: days('the course of each conversation, event by event', 7),
    audioDays: days('the sound of conversations of devices whose people consented to it', 7),
    audioDir: z
      .string()
      .min(1)
      .optional()
      .describe('folder for the sound of conversations; default recordings/ in dataDir'),
    audioMinFreeMb: z
      .int()
      .min(0)
      .max(10_000_000)
      .default(1024)
      .describe('with less left on its disk, in MB, no sound is recorded'),
    auditDays: z
      .int()
      .min(0)
      .max(36_500)
      .default(365)
      .describe('how long is kept: who did what and was refused what; in days; 0 for ever'),
    events: z.boolean().default(true).describe('whether the course of conversations is recorded'),
    prices: z
      .strictObject({
        // Nova 2 Sonic in us-east-1, as price lists had it in 2026; what counts is your bill.
        speechIn: price('heard speech', 0.003),
        speechOut: price('spoken speech', 0.012),
        textIn: price('read text', 0.000_33),
        textOut: price('written text', 0.002_75),
      })
      .prefault({}),
  })
  .prefault({});
