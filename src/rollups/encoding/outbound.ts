import { emptyAccumulator, outboundAt } from '../accumulator.ts';
import type { Codec } from './codec.ts';

/** The codec of the outbound part of what `codec` encodes. Nothing outbound leaves no part behind when it is decoded. */
export function outboundCodec(codec: Codec): Codec {
  const empty = codec.encode(emptyAccumulator(), 0);
  return {
    encode: ({ outbound }, first) => (outbound ? codec.encode(outbound, first) : empty),
    decode: (accumulator, json, first) => {
      if (Object.keys(json as object).length > 0) codec.decode(outboundAt(accumulator), json, first);
    },
    holds: ({ outbound }) => outbound !== undefined && codec.holds(outbound),
    ...(codec.add && {
      add: (json, { outbound }, first) => codec.add!(json, outbound!, first),
    }),
  };
}
