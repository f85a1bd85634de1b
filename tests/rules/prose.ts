import type { SourceFile } from "./transactions.ts";

/** Phrases that read like a translation, and what a native speaker writes. */
const phrases: readonly (readonly [phrase: string, instead: string])[] = [
  ["so often is looked again", "maximum number of retries"],
  ["how long an OCSP answer may be shown again", "maximum age of a cached OCSP response"],
  ["so long exchanges go on while", "exchanges keep working this long if"],
  ["apart by blanks", "space-separated"],
  ["ends in the opposite one", "stops in reverse order"],
  ["what the clock is beside the time-stamping authority's", "clock offset from the time-stamping authority"],
  ["hung up in the middle asked for nothing", "the client disconnected mid-body: nothing to answer"],
  ["papers you need not bring", "documents you don't need to bring"],
  ["check and hand in", "check your answers and submit"],
  ["data that were fetched", "information we got from ..."],
  ["whoever", "anyone who, or the role by its name"],
  ["somebody", "someone, or the role by its name"],
  ["apart by", "separated by"],
  ["hand in", "submit"],
  ["hands in", "submits"],
  ["handed in", "submitted"],
  ["handing in", "submitting"],
];

/** Words that name a thing by a picture or by its grammar; no export and no file has one in its name. */
const pictures = new Map([
  ...["door", "doors"].map((word) => [word, "listener, server, endpoint"] as const),
  ...["desk", "desks"].map((word) => [word, "service"] as const),
  ...["turns", "rounds"].map((word) => [word, "scheduler, limiter, poller"] as const),
  ...["told", "untold"].map((word) => [word, "published, notified, pending"] as const),
  ["passing", "retryable"],
]);
/** Names that say nothing by themselves. */
const vague = new Map([
  ...["wrong", "refusal", "fault", "failure", "error"].map((name) => [name, "refused, failed or invalid, and what"] as const),
  ...["found", "own", "known", "before", "one", "at"].map((name) => [name, "what it is"] as const),
]);

/** What may stand between two words of a phrase: blanks, the end of a line, marks of comments and emphasis. */
const between = String.raw`[\s*_#>/\u0060]+`;
const escaped = (word: string): string => word.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&");
const sought = phrases.map(([phrase, instead]) => ({
  phrase,
  instead,
  pattern: new RegExp(`(?<![\\w-])${phrase.split(" ").map(escaped).join(between)}(?![\\w-])`, "gi"),
}));

/** Phrases in tracked text, in whatever case and over ends of lines. */
export const translatedProse = (sources: readonly SourceFile[]): string[] =>
  sources.flatMap(({ path, source }) =>
    sought.flatMap(({ phrase, instead, pattern }) =>
      [...source.matchAll(pattern)].map(({ index }) => {
        const line = source.slice(0, index).split("\n").length;
        return `${path}:${line}: "${phrase}": write "${instead}"`;
      }),
    ),
  );

/** The words of a name in camelCase, PascalCase, SNAKE_CASE or kebab-case. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const declared =
  /^export (?:(?:declare|default|abstract|async) )*(?:const|let|var|function\*?|class|type|interface|namespace) +([\w$]+)/gm;
const listed = /^export (?:type )?(?:(?:const|let) )?[{[]([^}\]]*)[}\]]/gm;

/** The names under which a file exports something. */
export const exportsOf = (source: string): string[] => [
  ...[...source.matchAll(declared)].map((match) => match[1]!),
  ...[...source.matchAll(listed)].flatMap((match) =>
    match[1]!
      .split(",")
      .map((item) =>
        item
          .trim()
          .split(/\s+as\s+|\s*:\s*/)
          .at(-1)!
          .replace(/^type\s+/, ""),
      )
      .filter((name) => /^[\w$]+$/.test(name) && name !== "default"),
  ),
];

const complaints = (name: string): string[] => {
  const picture = wordsOf(name).find((word) => pictures.has(word));
  if (picture !== undefined) return [`"${picture}" in the name ${name}: ${pictures.get(picture)}`];
  const better = vague.get(name.toLowerCase());
  return better === undefined ? [] : [`the name ${name} alone: ${better}`];
};

/** Names of exports and files that are not the field's terms. */
export const namesOfPictures = (sources: readonly SourceFile[]): string[] =>
  sources.flatMap(({ path, source }) => {
    const file = path.split("/").at(-1)!.split(".")[0]!;
    const inFile = wordsOf(file).filter((word) => pictures.has(word));
    const names = /\.[cm]?[jt]s$/.test(path) ? new Set(exportsOf(source)) : new Set<string>();
    return [
      ...inFile.map((word) => `${path}: "${word}" in the name of a file: ${pictures.get(word)}`),
      ...[...names].flatMap((name) => complaints(name).map((complaint) => `${path}: ${complaint}`)),
    ];
  });
