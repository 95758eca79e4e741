/** Says what a tool answered. */

const SPOKEN_FIELDS = [
  'spoken',
  'speech',
  'answer',
  'message',
  'text',
  'summary',
  'result',
  'response',
  'description',
];
const MOST_FACTS = 6;
const MOST_ITEMS = 5;

const words = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
const sentence = (text: string) => {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
};

function plain(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    const items = value.map(plain).filter((item) => item !== undefined);
    const shown = items.slice(0, MOST_ITEMS);
    if (shown.length === 0) return value.length === 0 ? 'none' : undefined;
    const rest = items.length - shown.length;
    return rest > 0
      ? `${shown.join(', ')} and ${rest} more`
      : shown.join(', ').replace(/, ([^,]*)$/, ' and $1');
  }
  return undefined;
}

/** @param result the JSON text that the tool gave. */
export function sayResult(toolName: string, result: string): string {
  let value: unknown;
  try {
    value = JSON.parse(result);
  } catch {
    value = result;
  }
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    const fields = value as Record<string, unknown>;
    if ('error' in fields && fields['error']) {
      const reason = plain(fields['error']) ?? plain((fields['error'] as { message?: unknown }).message);
      return sentence(`I am sorry, ${words(toolName)} failed${reason ? `: ${reason}` : ''}`);
    }
    const spoken = SPOKEN_FIELDS.map((name) => fields[name]).find(
      (field) => typeof field === 'string' && field.trim(),
    );
    if (spoken) return sentence(spoken as string);
    const facts = Object.entries(fields).flatMap(([name, field]) => {
      const said = plain(field);
      return said === undefined ? [] : [`${words(name)} is ${said}`];
    });
    if (facts.length > 0) return sentence(`The ${facts.slice(0, MOST_FACTS).join(', ')}`);
    return sentence(`${words(toolName)} is done`);
  }
  const said = plain(value);
  return said === undefined ? sentence(`${words(toolName)} is done`) : sentence(said);
}
