import { describe, expect, test } from 'vitest';
import { convert } from '../../../scripts/import/convert.ts';
import type { Expression } from '../../../scripts/import/expression.ts';

type How = Pick<Expression, 'as' | 'format' | 'unit' | 'decimal'>;

describe('convert', () => {
  test.each<[How, string, unknown]>([
    [{ as: 'integer' }, '109.0', 109],
    [{ as: 'integer' }, '-37', -37],
    [{ as: 'number' }, '0.25', 0.25],
    [{ as: 'number', decimal: ',' }, '12,5', 12.5],
    [{ as: 'duration' }, '109.0', 109],
    [{ as: 'duration' }, '0.5', 1],
    [{ as: 'duration', unit: 'minutes' }, '17', 1020],
    [{ as: 'duration', unit: 'minutes', decimal: ',' }, '1,25', 75],
    [{ as: 'duration', unit: 'hours' }, '1.5', 5400],
    [{ as: 'duration', unit: 'hh:mm:ss' }, '00:02:23', 143],
    [{ as: 'duration', unit: 'hh:mm:ss' }, '25:00:00', 90_000],
    [{ as: 'duration', unit: 'hh:mm:ss' }, '7:05', 425],
    [{ as: 'slug' }, 'Los Angeles/CA', 'los-angeles-ca'],
    [{ as: 'slug' }, ' João Ávila ', 'joao-avila'],
    [{ as: 'token' }, 'Billing Question', 'billing_question'],
    [{ as: 'boolean' }, 'Y', true],
    [{ as: 'boolean' }, 'no', false],
    [{ as: 'instant', format: ['dd.MM.yyyy', 'iso'] }, '2024-05-01', { epochSeconds: 1_714_521_600 }],
    [{}, 'as it is', 'as it is'],
  ])('%j of %j is %j', (how, text, expected) => {
    expect(convert(text, how, 'UTC')).toEqual(expected);
  });

  test.each<[How, string, string]>([
    [{ as: 'integer' }, '109.5', 'is not a whole number'],
    [{ as: 'number' }, '1,234', 'is not a number'],
    [{ as: 'number' }, '0x10', 'is not a number'],
    [{ as: 'number' }, '1e3', 'is not a number'],
    [{ as: 'number', decimal: ',' }, '1.234,5', 'is not a number'],
    [{ as: 'duration', unit: 'hh:mm:ss' }, '00:61:00', 'accepted: hh:mm:ss, mm:ss'],
    [{ as: 'duration', unit: 'hh:mm:ss' }, '90', 'accepted: hh:mm:ss, mm:ss'],
    [{ as: 'slug' }, '…', 'has no letter'],
    [{ as: 'boolean' }, 'maybe', 'neither true'],
    [{ as: 'instant', format: ['dd.MM.yyyy', 'iso'] }, '1/2/24', 'in the format dd.MM.yyyy or iso'],
  ])('%j refuses %j', (how, text, message) => {
    expect(() => convert(text, how, 'UTC')).toThrow(message);
  });
});
