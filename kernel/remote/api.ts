import Type, { type TProperties, type TSchema } from "typebox";
import { kernelFailure } from "../errors.ts";
import { problemFinder } from "../schema.ts";

/** The schemas of an api's arguments, in order, by function; an optional argument is a `Type.Optional`. */
export type CallSchemas<T> = {
  readonly [M in keyof T]: T[M] extends (...args: infer A) => unknown ? { readonly [I in keyof A]-?: TSchema } : never;
};

/** Names a module's api and carries its type: `export const roadApi = defineApi<RoadApi>("road", calls)`. A function without schemas is a type error. */
export type ApiToken<T> = { readonly module: string; readonly calls: CallSchemas<T>; readonly type?: T };
export const defineApi = <T extends object>(module: string, calls: CallSchemas<T>): ApiToken<T> => ({ module, calls });

/** A function that may be called over the network: `parse` validates the JSON and throws `peer.invalid`. */
export type OfferedCall = { parse(args: readonly unknown[]): unknown[]; run(...args: unknown[]): unknown };
export type OfferedApi = ReadonlyMap<string, OfferedCall>;

/** What a module offers under its token. */
export function offerApi<T extends object>(token: ApiToken<T>, functions: T): OfferedApi {
  const offered = new Map<string, OfferedCall>();
  for (const [method, schemas] of Object.entries<readonly TSchema[]>(token.calls)) {
    const target: unknown = Object.hasOwn(functions, method) ? functions[method as keyof T] : undefined;
    if (typeof target !== "function") throw new Error(`${token.module}.${method} is named in the api and not offered`);
    offered.set(method, {
      parse: parserOf(`${token.module}.${method}`, schemas),
      run: (...args) => target.apply(functions, args),
    });
  }
  return offered;
}

/**
 * Validates a list of arguments. JSON has no undefined: an argument left out before another one arrives as null, and counts as left out
 * wherever the schema does not itself allow null.
 */
export function parserOf(call: string, schemas: readonly TSchema[]): OfferedCall["parse"] {
  const places = schemas.map((schema) => ({ fault: problemFinder(schema), isOptional: Type.IsOptional(schema) }));
  const refuse = (reason: string): never => {
    throw kernelFailure("peer.invalid", { call, reason });
  };
  return (args) => {
    if (args.length > places.length) refuse(`/${places.length} unexpected`);
    return places.map(({ fault, isOptional }, index) => {
      const value = args[index];
      const reason = value === undefined ? " missing" : fault(value);
      if (reason === undefined) return value;
      if (isOptional && (value === undefined || value === null)) return undefined;
      return refuse(`/${index}${reason}`);
    });
  };
}

/** An object with these members and no others: an unread member would be a misunderstanding. */
export const exactly = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
/** A text of at most this many characters. */
export const textUpTo = (maxLength: number) => Type.String({ maxLength });
export const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const oneOf = <const L extends readonly string[]>(...words: L) => Type.Union(words.map((word) => Type.Literal(word)));
/** How many entries of a list are requested; each list has a lower limit of its own. */
export const pageLimit = Type.Integer({ minimum: 0, maximum: 10_000 });
/** A page of a list: from a position that the list gave out. */
export const pageSchema = exactly({ before: Type.Optional(textUpTo(200)), limit: pageLimit });
