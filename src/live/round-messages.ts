import type { Evaluated } from './evaluate.ts';
import { answerMessage, type Form } from './messages.ts';

/** A message, and the hash of the answer in it. */
interface Message {
  text: string;
  hash: string;
}

/** The messages of one round, each written once however many streams are sent it. */
export class Messages {
  readonly #answers: ReadonlyMap<string, Evaluated>;
  readonly #written = new Map<string, Message>();

  constructor(answers: ReadonlyMap<string, Evaluated>) {
    this.#answers = answers;
  }

  /** The answer to a query by its canonical text, under the name that a stream has for it; undefined if unknown. */
  of(form: Form, name: string, text: string): Message | undefined {
    const answer = this.#answers.get(text);
    if (!answer) return undefined;
    const key = `${form} ${name} ${text}`;
    const written = this.#written.get(key);
    if (written) return written;
    const message = { text: answerMessage(form, name, answer), hash: answer.hash };
    this.#written.set(key, message);
    return message;
  }
}
