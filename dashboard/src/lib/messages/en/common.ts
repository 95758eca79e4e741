export const common = {
  close: 'Close',
  retry: 'Try again',
  never: 'never',
  none: 'none',
  unreachable: 'The broker does not answer. Check that it runs and that this page reaches it.',
  failed: 'That did not work.',
  day: 'Day',
  severity: { info: 'Info', warning: 'Warning', critical: 'Critical' },
  requestId: (id: string) => `Request ${id}`,
};
