import { isIP } from "node:net";

/** Configuration comes from the environment and is checked at start: every invalid value is named at once, with what is expected. */
type Rule<T> = {
  parse(text: string): T;
  expects: string;
  fallback: T | undefined;
  isOrigin?: boolean;
};
/** For operators, as printed in `docs/configuration.md`. */
type Meaning = {
  about: string;
  /** The default, if the code calculates it. */
  otherwise?: string;
  /** Its value is never repeated in a message. */
  secret?: boolean;
};
export type EnvRule<T> = Rule<T> & Meaning;
export type EnvRules = Record<string, EnvRule<unknown>>;
export type EnvOf<R extends EnvRules> = { [K in keyof R]: R[K] extends EnvRule<infer T> ? T : never };

const rule = <T>(expects: string, parse: (text: string) => T, fallback: T | undefined): Rule<T> => ({
  expects,
  parse,
  fallback,
});

const refuse = (): never => {
  throw new Error("refused");
};

function isBlock(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

/** A rule with its meaning; a setting must have one, so that the documentation is complete. */
export const setting = <T>(about: string, read: Rule<T>, more: Omit<Meaning, "about"> = {}): EnvRule<T> => ({
  ...read,
  about,
  ...more,
});

export const env = {
  text: (fallback?: string): Rule<string> => rule("text", (text) => text, fallback),
  optional: (): Rule<string | undefined> => rule<string | undefined>("text", (text) => text, undefined),
  integer: (from: number, to: number, fallback?: number): Rule<number> =>
    rule(
      `a whole number from ${from} to ${to}`,
      (text) => {
        const value = Number(text);
        return /^\d+$/.test(text) && value >= from && value <= to ? value : refuse();
      },
      fallback,
    ),
  flag: (fallback: boolean): Rule<boolean> =>
    rule(
      "on or off",
      (text) => (/^(on|true|1|yes)$/i.test(text) ? true : /^(off|false|0|no)$/i.test(text) ? false : refuse()),
      fallback,
    ),
  oneOf: <T extends string>(values: readonly T[], fallback: T): Rule<T> =>
    rule(values.join(" | "), (text) => values.find((value) => value === text) ?? refuse(), fallback),
  /** Comma-separated addresses or CIDR blocks; `none` for an empty list. */
  networks: (): Rule<string[] | undefined> =>
    rule<string[] | undefined>(
      "addresses or CIDR blocks such as 127.0.0.1,10.1.0.0/16, or none",
      (text) => (text === "none" ? [] : text.split(",").map((one) => (isBlock(one.trim()) ? one.trim() : refuse()))),
      undefined,
    ),
  origin: (): Rule<string | undefined> => ({
    ...rule<string | undefined>(
      "an origin such as https://service.gov.tw, without a path",
      (text) => (new URL(text).origin === text ? text : refuse()),
      undefined,
    ),
    isOrigin: true,
  }),
};

/** The origins among values: addresses at which this process may be reached. */
export const originsIn = (rules: EnvRules | undefined, values: Record<string, unknown> | undefined): string[] =>
  Object.entries(rules ?? {}).flatMap(([name, { isOrigin }]) => (isOrigin && values?.[name] ? [String(values[name])] : []));

/** A problem that only the operator can solve. The message is for the operator and says what to do; `code` is for programs. */
export class ConfigurationError extends Error {
  readonly code: string;
  constructor(message: string, code = "configuration.unusable") {
    super(message);
    this.name = "ConfigurationError";
    this.code = code;
  }
}

/** Reads `rules` from `source`; throws one ConfigurationError that lists every problem. An `optional` name may be absent. */
export function readEnv<R extends EnvRules>(rules: R, source: NodeJS.ProcessEnv): EnvOf<R> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(rules)) {
    const text = source[name];
    if (text === undefined || text === "") {
      values[name] = one.fallback;
      continue;
    }
    try {
      values[name] = one.parse(text);
    } catch {
      problems.push(`${name}: ${one.expects} is expected${one.secret ? "" : `, not ${JSON.stringify(text)}`}`);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(`The configuration is not usable:\n  ${problems.join("\n  ")}`);
  return values as EnvOf<R>;
}
