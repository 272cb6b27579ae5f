import { expect, test } from 'vitest';
import { isWithin, readRange } from '../../../src/auth/ip-ranges.ts';

test.each<[string, string | undefined]>([
  ['203.0.113.0/24', '203.0.113.0/24'],
  [' 203.0.113.9/24 ', '203.0.113.0/24'],
  ['203.0.113.9', '203.0.113.9/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1/128'],
  ['2001:db8::ffff/64', '2001:db8::/64'],
  ['::/0', '::/0'],
  ['::ffff:203.0.113.9', '203.0.113.9/32'],
  ['::ffff:203.0.113.9/120', '203.0.113.0/24'],
  ['::ffff:cb00:7109/128', '203.0.113.9/32'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  ['::ffff:203.0.113.9/24', undefined],
  ['', undefined],
  ['203.0.113', undefined],
  ['203.0.113.0/33', undefined],
  ['203.0.113.0/-1', undefined],
  ['203.0.113.0/024', undefined],
  ['203.0.113.0/', undefined],
  ['203.0.113.0/24/24', undefined],
  ['203.0.113.0/255.255.255.0', undefined],
  ['0313.0.0161.0', undefined],
  ['0xcb.0.0x71.0', undefined],
  ['3405803776', undefined],
  ['203.0.113.256', undefined],
  ['2001:db8::/129', undefined],
  ['2001:db8::1::2', undefined],
  ['fe80::1%eth0', undefined],
  ['example.com', undefined],
  ['*', undefined],
])('the range "%s" is kept as %s', (text, kept) => {
  expect(readRange(text)).toBe(kept);
});

const RANGES = ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7/32'];

test.each<[string | null, boolean]>([
  ['203.0.113.0', true],
  ['203.0.113.255', true],
  ['203.0.114.0', false],
  ['203.0.112.255', false],
  ['198.51.100.7', true],
  ['198.51.100.8', false],
  ['::ffff:203.0.113.9', true],
  ['::FFFF:cb00:7109', true],
  ['::ffff:203.0.114.9', false],
  ['::203.0.113.9', false],
  ['2001:db8:ffff:ffff::1', true],
  ['2001:0DB8:0000:0000:0000:0000:0000:0001', true],
  ['2001:db9::', false],
  ['2001:db8::1%eth0', false],
  ['203.0.113.9, 192.0.2.1', false],
  ['0313.0.113.9', false],
  ['unknown', false],
  ['', false],
  [null, false],
])('a request from %s: %s', (address, expected) => {
  expect(isWithin(address, RANGES)).toBe(expected);
});

test('a range of all IPv6 addresses holds no IPv4 address, and the other way round', () => {
  expect([
    isWithin('203.0.113.9', ['::/0']),
    isWithin('::ffff:203.0.113.9', ['::/0']),
    isWithin('2001:db8::1', ['0.0.0.0/0']),
    isWithin('2001:db8::1', ['::/0']),
  ]).toEqual([false, false, false, true]);
});
