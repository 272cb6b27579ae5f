import { Buffer } from 'node:buffer';
import * as z from 'zod';

/**
 * The opaque cursor of a list, which says where a page ended: `encode` makes it of the fields of `shape`, and the
 * `parameter` decodes it. The parameter accepts only what `encode` returns: `named`, with an article.
 */
export function cursorFor<Shape extends z.ZodRawShape>(shape: Shape, named = 'a next_cursor') {
  const schema = z.object(shape);
  type End = z.output<typeof schema>;
  const names = Object.keys(shape) as (keyof End)[];

  function encode(end: End): string {
    return Buffer.from(JSON.stringify(names.map((name) => end[name]))).toString('base64url');
  }

  const parameter = z.string().transform((text, context): End => {
    const values = valuesIn(text);
    const { data } = schema.safeParse(Object.fromEntries(names.map((name, index) => [name, values[index]])));
    if (data !== undefined && encode(data) === text) return data;
    context.addIssue({ code: 'custom', message: `Must be ${named} that this route returned.` });
    return z.NEVER;
  });
  return { encode, parameter };
}

function valuesIn(text: string): readonly unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}
