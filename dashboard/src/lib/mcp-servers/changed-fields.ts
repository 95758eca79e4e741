/** Which settings a version has changed, against the one before. */
export function changedFields(
  now: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (key) => JSON.stringify(now[key]) !== JSON.stringify(before[key]),
  );
}
