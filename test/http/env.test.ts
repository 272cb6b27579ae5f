import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type Env, readConfig } from '../../src/env.ts';

const LONG = 'x'.repeat(32);
const { ASSETS, DB, REFRESH_QUEUE, NIGHTLY_QUEUE, EXPORT_QUEUE, DELIVERY_QUEUE } = env;
const { EXPORT_FILES, LIVE_HUB, RATE_LIMITER } = env;
const BINDINGS = {
  ...{ ASSETS, DB, REFRESH_QUEUE, NIGHTLY_QUEUE, EXPORT_QUEUE, DELIVERY_QUEUE },
  ...{ EXPORT_FILES, LIVE_HUB, RATE_LIMITER },
};

function configOf(settings: Omit<Env, keyof typeof BINDINGS>) {
  return () => readConfig({ ...BINDINGS, ...settings });
}

const jwks = {
  DATA_SECRET: LONG,
  SESSION_JWKS_URL: 'https://id.example.com/keys',
  SESSION_ISSUER: 'https://id.example.com',
  SESSION_AUDIENCE: 'callmeter',
};

test('reads both ways of sessions', () => {
  expect(configOf({ SESSION_SECRET: LONG, DATA_SECRET: LONG, CORS_ORIGINS: '' })()).toEqual({
    sessions: { kind: 'secret', secret: LONG, maxSeconds: 86_400 },
    dataSecret: LONG,
    corsOrigins: [],
    rowsPerMinute: 2_000_000,
    webhookAllowLoopback: false,
  });
  const origins = 'https://a.example.com, http://localhost:3000';
  expect(configOf({ ...jwks, DATA_SECRET_PREVIOUS: `${LONG}y`, CORS_ORIGINS: origins })()).toEqual({
    sessions: {
      kind: 'jwks',
      url: new URL('https://id.example.com/keys'),
      issuer: 'https://id.example.com',
      audience: 'callmeter',
      maxSeconds: 86_400,
    },
    dataSecret: LONG,
    previousDataSecret: `${LONG}y`,
    corsOrigins: ['https://a.example.com', 'http://localhost:3000'],
    rowsPerMinute: 2_000_000,
    webhookAllowLoopback: false,
  });
});

test('a secret may have an issuer, an audience, a secret before it and a shorter session', () => {
  const settings = {
    DATA_SECRET: LONG,
    SESSION_SECRET: LONG,
    SESSION_SECRET_PREVIOUS: `${LONG}y`,
    SESSION_ISSUER: 'app',
    SESSION_AUDIENCE: 'callmeter',
  };
  const sessions = {
    kind: 'secret',
    secret: LONG,
    previousSecret: `${LONG}y`,
    issuer: 'app',
    audience: 'callmeter',
  };
  for (const seconds of ['3600', 3_600]) {
    expect(configOf({ ...settings, SESSION_MAX_SECONDS: seconds })().sessions).toEqual({
      ...sessions,
      maxSeconds: 3_600,
    });
  }
  expect(configOf({ ...settings, SESSION_MAX_SECONDS: '' })().sessions.maxSeconds).toBe(86_400);
});

test('webhooks may lead to this machine if that is set, and not at an https address', () => {
  const settings = { SESSION_SECRET: LONG, DATA_SECRET: LONG, WEBHOOK_ALLOW_LOOPBACK: 'true' };
  expect(configOf(settings)().webhookAllowLoopback).toBe(true);
  expect(configOf({ ...settings, PUBLIC_URL: 'http://127.0.0.1:8787' })().webhookAllowLoopback).toBe(true);
  expect(configOf({ ...settings, WEBHOOK_ALLOW_LOOPBACK: 'false' })().webhookAllowLoopback).toBe(false);
  expect(configOf({ ...settings, PUBLIC_URL: 'https://api.example.com' })).toThrow(/only for a local Worker/);
  expect(configOf({ ...settings, WEBHOOK_ALLOW_LOOPBACK: '1' })).toThrow(/must be "true" or "false"/);
});

test('takes the rows that may be read per minute', () => {
  const settings = { SESSION_SECRET: LONG, DATA_SECRET: LONG };
  const rowsOf = (rows: string | number) => configOf({ ...settings, QUERY_ROWS_PER_MINUTE: rows })();
  expect([rowsOf('50000'), rowsOf(50_000), rowsOf('')].map((it) => it.rowsPerMinute)).toEqual([
    50_000, 50_000, 2_000_000,
  ]);
});

test('takes an https origin, or one of this machine, as the address of links', () => {
  for (const PUBLIC_URL of ['https://api.example.com', 'http://127.0.0.1:8787', 'http://localhost:8787']) {
    expect(configOf({ SESSION_SECRET: LONG, DATA_SECRET: LONG, PUBLIC_URL })().publicUrl).toBe(PUBLIC_URL);
  }
});

test('takes an issuer for the dashboard, with https or on this machine', () => {
  for (const OIDC_ISSUER of ['https://id.example.com/realms/a', 'http://127.0.0.1:8080']) {
    const settings = { OIDC_ISSUER, OIDC_CLIENT_ID: 'callmeter', OIDC_CLIENT_SECRET: 'x' };
    const { oidc } = configOf({ SESSION_SECRET: LONG, DATA_SECRET: LONG, ...settings })();
    expect(oidc).toEqual({ issuer: new URL(OIDC_ISSUER), clientId: 'callmeter', clientSecret: 'x' });
  }
});

test.each<[string, Parameters<typeof configOf>[0]]>([
  ['or none of them', { SESSION_SECRET: LONG, DATA_SECRET: LONG, OIDC_ISSUER: 'https://id.example.com' }],
  ['or none of them', { SESSION_SECRET: LONG, DATA_SECRET: LONG, OIDC_CLIENT_SECRET: 'x' }],
  ...['http://id.example.com', 'id.example.com', 'https://id.example.com/?a=b'].map(
    (OIDC_ISSUER): [string, Parameters<typeof configOf>[0]] => [
      'OIDC_ISSUER must be',
      { SESSION_SECRET: LONG, DATA_SECRET: LONG, OIDC_ISSUER, OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 'x' },
    ],
  ),
  ['DATA_SECRET is too short', { SESSION_SECRET: LONG, DATA_SECRET: 'x'.repeat(31) }],
  ['DATA_SECRET is not set', { SESSION_SECRET: LONG, DATA_SECRET: '' }],
  [
    'DATA_SECRET_PREVIOUS is too short',
    { SESSION_SECRET: LONG, DATA_SECRET: LONG, DATA_SECRET_PREVIOUS: 'x' },
  ],
  ['SESSION_SECRET is too short', { SESSION_SECRET: 'x'.repeat(31), DATA_SECRET: LONG }],
  ['Neither SESSION_SECRET nor SESSION_JWKS_URL', { DATA_SECRET: LONG }],
  ['both set', { ...jwks, SESSION_SECRET: LONG }],
  ['must be an https:// URL', { ...jwks, SESSION_JWKS_URL: 'http://id.example.com/keys' }],
  ['must be an https:// URL', { ...jwks, SESSION_JWKS_URL: 'keys' }],
  ['SESSION_ISSUER is not set', { ...jwks, SESSION_ISSUER: '' }],
  ['SESSION_AUDIENCE is not set', { ...jwks, SESSION_AUDIENCE: '' }],
  ...['86401', '59', '0', '-1', 'a day', '1e99', '3600.5'].map(
    (seconds): [string, Parameters<typeof configOf>[0]] => [
      `SESSION_MAX_SECONDS is "${seconds}"`,
      { SESSION_SECRET: LONG, DATA_SECRET: LONG, SESSION_MAX_SECONDS: seconds },
    ],
  ),
  ...['999', '0', '-1', 'many', '1e99', '2000.5'].map((rows): [string, Parameters<typeof configOf>[0]] => [
    `QUERY_ROWS_PER_MINUTE is "${rows}"`,
    { SESSION_SECRET: LONG, DATA_SECRET: LONG, QUERY_ROWS_PER_MINUTE: rows },
  ]),
  [
    'SESSION_SECRET_PREVIOUS is too short',
    { SESSION_SECRET: LONG, DATA_SECRET: LONG, SESSION_SECRET_PREVIOUS: 'x'.repeat(31) },
  ],
  [
    'SESSION_SECRET_PREVIOUS is the same',
    { SESSION_SECRET: LONG, DATA_SECRET: LONG, SESSION_SECRET_PREVIOUS: LONG },
  ],
  ['accepted only with SESSION_SECRET', { ...jwks, SESSION_SECRET_PREVIOUS: LONG }],
  ['CORS_ORIGINS has "*"', { SESSION_SECRET: LONG, DATA_SECRET: LONG, CORS_ORIGINS: '*' }],
  ['CORS_ORIGINS has', { SESSION_SECRET: LONG, DATA_SECRET: LONG, CORS_ORIGINS: 'https://a.example.com/' }],
  ['PUBLIC_URL is', { SESSION_SECRET: LONG, DATA_SECRET: LONG, PUBLIC_URL: 'https://api.example.com/v1' }],
  ['PUBLIC_URL is', { SESSION_SECRET: LONG, DATA_SECRET: LONG, PUBLIC_URL: 'http://api.example.com' }],
  ['PUBLIC_URL is', { SESSION_SECRET: LONG, DATA_SECRET: LONG, PUBLIC_URL: 'api.example.com' }],
])('refuses: %s', (message, settings) => {
  expect(configOf(settings)).toThrow(message);
});
