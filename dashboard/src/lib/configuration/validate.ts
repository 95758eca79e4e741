/** What is wrong with a value before the broker has to say it. */
import { type SettingValue, ruleOf } from './settings.ts';

export type Problem =
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  | { readonly kind: 'whole' }
  | { readonly kind: 'number' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'long'; readonly max: number }
  | { readonly kind: 'many'; readonly max: number }
  | { readonly kind: 'form' };

/** Undefined when it keeps the rules that the page knows. */
export function problemWith(path: string, value: SettingValue): Problem | undefined {
  const rule = ruleOf(path);
  if (!rule) return undefined;
  const { type, minimum = -Infinity, maximum = Infinity, minLength, maxLength, maxItems } = rule;
  if (type === 'integer' || type === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return { kind: 'number' };
    if (value < minimum || value > maximum) return { kind: 'range', min: minimum, max: maximum };
    return type === 'integer' && !Number.isInteger(value) ? { kind: 'whole' } : undefined;
  }
  if (Array.isArray(value))
    return maxItems !== undefined && value.length > maxItems ? { kind: 'many', max: maxItems } : undefined;
  if (typeof value !== 'string') return undefined;
  if (value === '' && (minLength !== 0 || rule.pattern !== undefined)) return { kind: 'empty' };
  if (maxLength !== undefined && value.length > maxLength) return { kind: 'long', max: maxLength };
  if (rule.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(value)) return { kind: 'form' };
  return rule.enum && !rule.enum.includes(value) ? { kind: 'form' } : undefined;
}
