import { describe, expect, test } from 'vitest';
import { readEndpointUrl } from '../../../src/delivery/endpoint-url.ts';
import { type Network, reachOf } from '../../../src/delivery/network.ts';
import { isPublicAddress } from '../../../src/delivery/public-address.ts';

const REFUSED_URLS = [
  'http://hooks.example.com/in',
  'ftp://hooks.example.com/in',
  'https://hooks.example.com:80/in',
  'https://hooks.example.com:8080/in',
  'https://hooks.example.com:22/in',
  'https://user:secret@hooks.example.com/in',
  'https://hooks.example.com/in#part',
  'https://localhost/in',
  'https://localhost./in',
  'https://api.localhost/in',
  'https://127.0.0.1/in',
  'https://127.1/in',
  'https://2130706433/in',
  'https://0x7f000001/in',
  'https://0177.0.0.1/in',
  'https://0x7f.0.0.0x1/in',
  'https://①②⑦.0.0.1/in',
  'https://10.0.0.1/in',
  'https://172.16.0.1/in',
  'https://192.168.1.1/in',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/in',
  'https://0.0.0.0/in',
  'https://8.8.8.8/in',
  'https://[::1]/in',
  'https://[::]/in',
  'https://[fe80::1]/in',
  'https://[fd00::1]/in',
  'https://[::ffff:127.0.0.1]/in',
  'https://[::ffff:7f00:1]/in',
  'https://[64:ff9b::a00:1]/in',
  'https://[2606:4700::1111]/in',
  'https://printer.local/in',
  'https://metadata.google.internal/in',
  'https://router.lan/in',
  'https://db.corp/in',
  'https://1.0.0.10.in-addr.arpa/in',
  'https://intranet/in',
  'https://hooks.example.test/in',
  'https://-hooks.example.com/in',
  'https:///in',
  'hooks.example.com/in',
  `https://hooks.example.com/${'x'.repeat(2_000)}`,
];

const REFUSED_ADDRESSES = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1'],
  ...['127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1'],
  ...['192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.1'],
  ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::10.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::1'],
  ...['100::1', 'fe80::1', 'febf::1', 'fc00::1', 'fdff::1', 'ff02::1', '2001::1', '2001:20::1'],
  ...[
    '2001:db8::1',
    '2002:a00:1::1',
    '3fff::1',
    'fec0::1',
    '4000::1',
    'fe80::1%eth0',
    '',
    'localhost',
    '010.0.0.1',
  ],
];

const network = (addresses: readonly string[], allowLoopback = false): Network => ({
  allowLoopback,
  resolve: async () => addresses,
  fetch: () => Promise.reject(new Error('Nothing may be sent.')),
});

test.each(REFUSED_URLS)('refuses %s', (url) => {
  expect(readEndpointUrl(url, { allowLoopback: false })).toBeUndefined();
});

test.each(REFUSED_ADDRESSES)('a host at "%s" is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  ...['1.1.1.1', '93.184.215.14', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.167.1.1'],
  ...['198.17.0.1', '223.255.255.255', '::ffff:93.184.215.14', '2606:4700::1111', '2a00:1450::1', '2003::1'],
])('a host at %s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe('where an address leads', () => {
  const url = 'https://hooks.example.com:8443/in?x=1';

  test('to a public host only if all of its addresses are', async () => {
    expect(await reachOf(url, network(['93.184.215.14', '2606:4700::1111']))).toBe('public');
    expect(await reachOf(url, network(['93.184.215.14', '10.0.0.1']))).toBe('refused');
    expect(await reachOf(url, network(['::1']))).toBe('refused');
    expect(await reachOf(url, network([]))).toBe('not found');
  });

  test('is unknown if the resolver fails', async () => {
    const failing = { ...network([]), resolve: () => Promise.reject(new Error('No resolver.')) };
    expect(await reachOf(url, failing)).toBe('unknown');
  });

  test('to this machine only if that is allowed, and only there', async () => {
    expect(await reachOf('http://127.0.0.1:9000/in', network([]))).toBe('refused');
    expect(await reachOf('http://127.0.0.1:9000/in', network([], true))).toBe('public');
    for (const other of [
      'http://10.0.0.1/in',
      'http://localhost:9000/in',
      'https://127.0.0.1/in',
      'http://[::1]/in',
    ]) {
      expect([other, await reachOf(other, network(['10.0.0.1'], true))]).toEqual([other, 'refused']);
    }
  });
});
