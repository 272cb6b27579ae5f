import { describe, expect, test } from 'vitest';
import { phoneHashes } from '../../../src/privacy/sealing/phone.ts';
import { readCustomer } from '../../../src/records/customer.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import type { InteractionRecord } from '../../../src/records/types.ts';
import { call, context, kept, refusals } from './context.ts';

const record = (customer: object) => kept({ ...call, customer }) as InteractionRecord;
const idOf = (customer: object) => record(customer).body.customer_id;
const PHONE = '+5511987654321';
const PSEUDONYM_OF_PHONE = idOf({ phone: PHONE });
const PSEUDONYM_OF_EMAIL = idOf({ email: 'joao@example.com' });

describe('the id of a customer', () => {
  test('is a pseudonym of phone or e-mail where none was sent', () => {
    expect(PSEUDONYM_OF_PHONE).toMatch(/^p-[\w-]{22}$/);
    expect(PSEUDONYM_OF_EMAIL).toMatch(/^e-[\w-]{22}$/);
  });

  test.each([
    [{ id: 'cu-1', phone: PHONE, email: 'joao@example.com' }, 'cu-1'],
    [{ phone: '(011) 98765-4321' }, PSEUDONYM_OF_PHONE],
    [{ phone: '0055 11 98765 4321', email: 'joao@example.com' }, PSEUDONYM_OF_PHONE],
    [{ email: ' JOAO@Example.com' }, PSEUDONYM_OF_EMAIL],
    [{ id: '+55 11 98765-4321' }, PSEUDONYM_OF_PHONE],
    [{ id: ' +5511987654321' }, PSEUDONYM_OF_PHONE],
    [{ id: 'Joao@example.com' }, PSEUDONYM_OF_EMAIL],
    [{ id: 'joao@example.com', phone: PHONE }, PSEUDONYM_OF_PHONE],
    [{ id: '+4420794609580', phone: PHONE }, PSEUDONYM_OF_PHONE],
    [{ id: 'other@example.com', email: 'joao@example.com' }, PSEUDONYM_OF_EMAIL],
    [{ id: '+5511987654321', email: 'joao@example.com' }, PSEUDONYM_OF_PHONE],
    [{ id: '\u202a+55 11 98765-4321\u202c' }, PSEUDONYM_OF_PHONE],
    [{ id: '＋５５１１９８７６５４３２１' }, PSEUDONYM_OF_PHONE],
    [{ id: 'tel:+5511987654321' }, PSEUDONYM_OF_PHONE],
    [{ id: 'sip:+5511987654321@pbx.example' }, PSEUDONYM_OF_PHONE],
    [{ id: '(+55) 11 98765-4321' }, PSEUDONYM_OF_PHONE],
    [{ id: 'sip:011987654321@pbx.example' }, PSEUDONYM_OF_PHONE],
    [{ id: '"João" <sip:+5511987654321@pbx.example>' }, PSEUDONYM_OF_PHONE],
    [{ id: '5511987654321@s.whatsapp.net' }, PSEUDONYM_OF_PHONE],
    [{ id: '5511987654321@example.com' }, idOf({ email: '5511987654321@example.com' })],
    [{ id: 'tel:201' }, 'tel:201'],
    [{ id: '+5511987654321', phone: 'anonymous' }, PSEUDONYM_OF_PHONE],
    [{ id: '+5511987654321', phone: '201' }, PSEUDONYM_OF_PHONE],
    [{ id: '+551198765432100000' }, undefined],
    [{ id: 'cu-1', phone: '201' }, 'cu-1'],
    [{ phone: '201', email: 'joao@example.com' }, PSEUDONYM_OF_EMAIL],
    [{ phone: 'anonymous' }, undefined],
    [{ phone: '201' }, undefined],
    [{ id: '+123456' }, '+123456'],
    [{ id: '11987654321' }, '11987654321'],
    [{ name: 'João' }, undefined],
    [{}, undefined],
  ])('%j', (customer, expected) => {
    expect(idOf(customer)).toBe(expected);
  });
});

describe('what is kept of a customer', () => {
  test.each([
    [{ id: '+55 11 98765-4321' }, { phone: PHONE }],
    [{ id: 'Joao@example.com' }, { email: 'Joao@example.com' }],
    [
      { id: 'other@example.com', phone: '11987654321' },
      { phone: PHONE, email: 'other@example.com' },
    ],
    [{ id: '+4420794609580', phone: PHONE }, { phone: PHONE }],
    [{ id: 'cu-1', name: 'João' }, { name: 'João' }],
  ])('%j', (customer, personal) => {
    expect(record(customer).personal).toEqual(personal);
  });

  test('has the hashes of the phone number beside it, and none without one', () => {
    expect(record({ phone: '11987654321' }).phone).toEqual(phoneHashes(context.keys, PHONE));
    expect(record({ email: 'joao@example.com' })).not.toHaveProperty('phone');
  });
});

describe('a number that cannot be read', () => {
  const MESSAGE = 'Must be a phone number that can be dialled from outside.';

  test.each([
    [{ phone: '201' }, ['customer.phone']],
    [{ phone: '+551198765432100000' }, ['customer.phone']],
    [{ phone: 'reception' }, ['customer.phone']],
    [{ id: '+551198765432100000' }, ['customer.id']],
    [{ id: '+551198765432100000', phone: '112' }, ['customer.phone', 'customer.id']],
    [{ phone: 'anonymous' }, undefined],
    [{ phone: PHONE }, undefined],
    [{}, undefined],
  ])('is left out and said without being quoted: %j', (customer, paths) => {
    const { customer: read, unreadable } = readCustomer(customer, context);
    expect(unreadable).toEqual((paths ?? []).map((path) => ({ path, message: MESSAGE })));
    if (paths !== undefined) expect(read).toMatchObject({ personal: {} });
  });
});

test('without a calling code, national digits identify a customer', () => {
  const abroad = { ...context, tenant: {} };
  const [one, same, other] = ['21 234 5678', '(21) 234-5678', '21 234 5679'].map(
    (phone) => readCustomer({ phone }, abroad).customer,
  );
  expect(one).toMatchObject({ id: expect.stringMatching(/^p-/), personal: { phone: '212345678' } });
  expect(same).toEqual(one);
  expect(other).not.toMatchObject({ id: one?.id });
});

describe('an unusable customer', () => {
  test.each([
    [{ phone: 11_987_654_321 }, ['customer.phone: Must be text of at most 256 characters']],
    [{ phone: '1'.repeat(257) }, ['customer.phone: Must be text of at most 256 characters']],
    [{ email: 'joao.example.com' }, ['customer.email: Must be an e-mail address']],
    [{ email: 'joao silva@example.com' }, ['customer.email: Must be an e-mail address']],
    [{ email: `${'x'.repeat(250)}@x.yz` }, ['customer.email: Must be an e-mail address']],
    [{ id: 'João <joao@example.com>' }, ['customer.id: Must be a valid e-mail address if it contains an @']],
    [{ name: 'x'.repeat(201) }, ['customer.name: Must be text of at most 200 characters']],
    [
      { '+5511987654321': 1, 'joao@example.com': 2 },
      ['customer.***-***-4321: Unknown field', 'customer.***@***: Unknown field'],
    ],
  ])('%j is refused and not quoted', (customer, errors) => {
    const found = refusals({ ...call, customer });
    expect(found).toEqual(errors.map((error) => expect.stringContaining(error)));
    expect(found.join()).not.toMatch(/98765|joao/);
  });

  test.each([
    ['c-1', 'c-1'],
    ['+5511987654321', '***-***-4321'],
    ['joao@example.com', '***@***'],
    ['x'.repeat(300), null],
    ['', null],
    [7, null],
  ])('of a record with the id %j is reported under %j', (id, shown) => {
    expect(parseRecord({ ...call, id, status: 'x' }, context)).toMatchObject({
      ok: false,
      type: 'interaction',
      id: shown,
    });
  });
});
