/** What a device shows or speaks is what a person types. */
import { expect, test } from 'vitest';
import { CODE_FORMATS, createClaimCode, readCode, shownCode } from './claim-code.ts';

test.each(CODE_FORMATS)('a code of %s is read as it was shown, however it is typed', (format) => {
  for (let times = 0; times < 50; times += 1) {
    const code = createClaimCode(format);
    const shown = shownCode(code);
    expect(shown).toMatch(
      format === 'digits' ? /^\d{4}-\d{4}-\d{4}$/ : /^[A-HJKMNP-TV-Z2-9]{4}-[A-HJKMNP-TV-Z2-9]{4}$/,
    );
    for (const typed of [code, shown, shown.toLowerCase(), ` ${shown.replaceAll('-', ' ')} `])
      expect(readCode(typed)).toBe(code);
  }
});

test.each(['', '1234-5678', '1234-5678-901', '1234-5678-9012-3', 'ABCD-EF2', 'ABCD-EF23-4567', 'ABCD-EF2O'])(
  'what nobody shows is no code: %s',
  (typed) => {
    expect(readCode(typed)).toBeUndefined();
  },
);
