import acts from "./acts.json" with { type: "json" };

/** Codes of acts in the Laws & Regulations Database of the Ministry of Justice, by their names; the longest name first. */
const codes = Object.entries(acts).toSorted(([a], [b]) => b.length - a.length);

const articlePattern = /^ ?第 ?(\d+)(?:-(\d+))? ?條(?:之 ?(\d+))?/;

/** The act that a citation begins with, and its article as the database numbers it; undefined for an act that is not listed. */
export function citedAct(citation: string): { act: string; article: string | null; address: string } | undefined {
  const [act] = codes.find(([name]) => citation.startsWith(name)) ?? [];
  if (act === undefined) return undefined;
  const [, number, dash, after] = articlePattern.exec(citation.slice(act.length)) ?? [];
  const article = number === undefined ? null : [number, dash ?? after].filter(Boolean).join("-");
  return { act, article, address: addressOfAct(act, article)! };
}

/** Where an act, or one article of it, is read; undefined for an act that is not listed. */
export function addressOfAct(act: string, article: string | null = null): string | undefined {
  const code = (acts as Record<string, string>)[act];
  if (code === undefined) return undefined;
  const base = "https://law.moj.gov.tw/LawClass";
  return article === null ? `${base}/LawAll.aspx?pcode=${code}` : `${base}/LawSingle.aspx?pcode=${code}&flno=${article}`;
}
