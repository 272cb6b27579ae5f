import { type Random, randomFrom } from './random.ts';

const FIRST = [
  'Ana',
  'João',
  'Antônia',
  'Luís',
  'Cecília',
  'Inês',
  'Mateus',
  'Zélia',
  'Caio',
  'Íris',
  'Davi',
  'Joana',
  'Thaís',
  'Renê',
  'Olívia',
  'Bento',
  'Lívia',
  'Estêvão',
  'Nádia',
  'Ruth',
  'Álvaro',
  'Sílvia',
  'Hugo',
  'Marta',
  'Tomás',
];
const LAST = [
  'Ávila',
  'Barcellos',
  'Couto',
  'Drummond',
  'Esteves',
  'Fragoso',
  'Galvão',
  'Hessel',
  'Ibáñez',
  'Jardim',
  'Kramer',
  'Leão',
  'Macêdo',
  'Nóbrega',
  'Ornelas',
  'Penção',
  'Quintão',
  'Ramalho',
  'Saldanha',
  'Trigueiro',
  'Urbano',
  'Viégas',
];
const DOMAINS = ['example.com', 'example.org', 'example.net'];
/** Area codes that do not exist in Brazil, so that no real number appears. */
const AREA_CODES = ['20', '23', '25', '26', '29'];

const KNOWN_AT_FIRST = 4_200;
const NEW_A_DAY = 55;
/** Above 1: customers early in the list return more often than the others. */
const LOYALTY = 1.7;

export interface DemoCustomer {
  id?: string;
  name: string;
  phone: string;
  email: string;
}

/** The n-th customer, always the same; four of five are in the CRM and have an id. */
function customer(number: number): DemoCustomer {
  const random = randomFrom(`customer ${number}`);
  const first = random.pick(FIRST);
  const last = random.pick(LAST);
  const mailbox = `${first}.${last}`
    .normalize('NFD')
    .replace(/[^a-z.]/gi, '')
    .toLowerCase();
  const digits = `${random.pick(AREA_CODES)}9${String(random.whole(0, 99_999_999)).padStart(8, '0')}`;
  return {
    ...(random.chance(0.8) ? { id: `crm-${10_000 + number}` } : {}),
    name: `${first} ${last}`,
    phone: random.chance(0.1) ? `0${digits}` : `+55${digits}`,
    email: `${mailbox}.${number}@${random.pick(DOMAINS)}`,
  };
}

/** A customer who makes contact on the n-th day of the demo, usually one who has done so before. */
export function someCustomer(random: Random, dayIndex: number): DemoCustomer {
  const known = KNOWN_AT_FIRST + NEW_A_DAY * dayIndex;
  return customer(Math.floor(known * random.next() ** LOYALTY));
}
