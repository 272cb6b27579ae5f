import { expect, test } from 'vitest';
import { describeError } from '../../src/log.ts';

test.each([
  ['no number', 'no number'],
  ['call +351 961 112 224', 'call [digits]'],
  ['９６１１１２２２４', '[digits]'],
  ['rita@x.pt and rita%40x.pt', '[address] and [address]'],
  ['GB29 NWBK 6016 1331 9268 19', '[iban]'],
  ['96111\n2224', '[digits]'],
])('%j is described as %j', (text, described) => {
  expect(describeError(text)).toBe(described);
});

test('a stack keeps its lines and columns', () => {
  const error = new Error('bad value 961112224');
  error.stack = 'Error: bad value 961112224\n    at read (worker.js:12345:678)\n    at worker.js:23456:12';
  expect(describeError(error)).toBe(
    'Error: bad value [digits]\n    at read (worker.js:12345:678)\n    at worker.js:23456:12',
  );
});
