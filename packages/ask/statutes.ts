/** An act as the Laws & Regulations Database publishes it as JSON, as far as it is read here. */
export type Statute = { act: string; of: string; articles: ReadonlyMap<string, string> };

const numberPattern = /^第 ?(\d+)(?:-(\d+))? ?條(?:之 ?(\d+))?$/;
const longestArticle = 20_000;

/** Reads one file; throws a RangeError that says what is wrong with it. */
export function readStatute(raw: unknown): Statute {
  const file = raw as { 法規名稱?: unknown; 最新異動日期?: unknown; 法規內容?: unknown } | null;
  const { 法規名稱: act, 最新異動日期: day, 法規內容: content } = file ?? {};
  if (typeof act !== "string" || act.length < 2 || act.length > 100) throw new RangeError("has no 法規名稱");
  if (typeof day !== "string" || !/^\d{8}$/.test(day)) throw new RangeError("has no 最新異動日期 of eight digits");
  if (!Array.isArray(content) || content.length > 5_000) throw new RangeError("has no list 法規內容");
  const articles = new Map<string, string>();
  for (const part of content as { 條號?: unknown; 條文內容?: unknown }[]) {
    if (typeof part?.條號 !== "string" || typeof part.條文內容 !== "string") continue;
    const [, number, dash, after] = numberPattern.exec(part.條號.trim()) ?? [];
    if (number === undefined) throw new RangeError(`${part.條號.slice(0, 20)} is no number of an article`);
    articles.set(
      [number, dash ?? after].filter(Boolean).join("-"),
      part.條文內容.replaceAll("\r\n", "\n").slice(0, longestArticle),
    );
  }
  if (articles.size === 0) throw new RangeError("has no articles");
  return { act, of: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, articles };
}
