/** Kinds of values that several settings have. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export const port = (what: string, fallback: number) =>
  z.int().min(0).max(65_535).default(fallback).describe(`${what}; 0 takes a free one`);
export const ms = (what: string, fallback: number, min: number, max = 86_400_000) =>
  z.int().min(min).max(max).default(fallback).describe(`${what}, in milliseconds`);
export const url = () =>
  z.url({ protocol: /^https?$/, error: 'expected an address like http://host:port' }).optional();
export const host = (fallback: string) =>
  z.string().min(1).default(fallback).describe('address to listen on');
export const list = (what: string, item: z.ZodString) => z.array(item).max(100).default([]).describe(what);
export const file = (what: string) => z.string().min(1).optional().describe(`PEM file with ${what}`);

function isAddressOrRange(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}

export const addressOrRange = z
  .string()
  .refine(isAddressOrRange, 'expected an IP address or a range like 10.0.0.0/8');
