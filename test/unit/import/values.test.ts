import { describe, expect, test } from 'vitest';
import { readFlag, readNumber, readWhole } from '../../../scripts/import/mapping/numbers.ts';
import { joinedWords, Slugs } from '../../../scripts/import/mapping/slugs.ts';

describe('numbers', () => {
  test.each<[string, number, string?]>([
    ['0.25', 0.25],
    ['-37', -37],
    ['12,5', 12.5, ','],
  ])('%s is %d', (text, expected, mark) => {
    expect(readNumber(text, mark)).toBe(expected);
  });

  test.each<[string, string?]>([['1,234'], ['0x10'], ['1e3'], ['1.234,5', ',']])(
    '%s is none',
    (text, mark) => {
      expect(() => readNumber(text, mark)).toThrow('is not a number');
    },
  );

  test('accepts whole numbers with decimals of zero', () => {
    expect(readWhole('109.0')).toBe(109);
    expect(() => readWhole('109.5')).toThrow('is not a whole number');
  });

  test('reads yes and no', () => {
    expect([readFlag('Y'), readFlag('no')]).toEqual([true, false]);
    expect(() => readFlag('maybe')).toThrow('neither true');
  });
});

describe('slugs', () => {
  test.each([
    ['Los Angeles/CA', '-', 'los-angeles-ca'],
    [' João Ávila ', '-', 'joao-avila'],
    ['Billing Question', '_', 'billing_question'],
  ])('%s with %s is %s', (text, separator, expected) => {
    expect(joinedWords(text, separator)).toBe(expected);
  });

  test('refuses a text without a letter', () => {
    expect(() => joinedWords('…', '-')).toThrow('holds no letter');
  });

  test('refuses a second text for one slug, in one place', () => {
    const slugs = new Slugs();
    expect(slugs.of('Ann Lee Roe', 'values.agent')).toBe('ann-lee-roe');
    expect(slugs.of('ann lee  roe', 'values.agent')).toBe('ann-lee-roe');
    expect(slugs.of('Ann-Lee Roe', 'values.team')).toBe('ann-lee-roe');
    expect(() => slugs.of('Ann-Lee Roe', 'values.agent')).toThrow(
      '"Ann-Lee Roe" and "Ann Lee Roe" would both become the id "ann-lee-roe"',
    );
  });
});
