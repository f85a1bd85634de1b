/** What an office issues from its records (Household Registration Act, Articles 65 to 66-1). */
export type TranscriptKind =
  | "household"
  | "part"
  | "english"
  | "reading"
  | "original"
  | "marriage-certificate"
  | "divorce-certificate"
  | "marriage-record"
  | "move-record"
  | "name-record";

/** NT$, by the Fee Standards for Household Administration (D0030026). */
const fees: Readonly<Record<TranscriptKind, { article: string; page: number; further?: number }>> = {
  household: { article: "D0030026:2", page: 15 },
  part: { article: "D0030026:2", page: 15 },
  english: { article: "D0030026:2", page: 100, further: 15 },
  reading: { article: "D0030026:2", page: 15 },
  original: { article: "D0030026:2", page: 10 },
  "marriage-certificate": { article: "D0030026:6", page: 100 },
  "divorce-certificate": { article: "D0030026:6", page: 100 },
  "marriage-record": { article: "D0030026:6", page: 15 },
  "move-record": { article: "D0030026:6", page: 15 },
  "name-record": { article: "D0030026:6", page: 15 },
};

export type Copies = {
  kind: TranscriptKind;
  /** Of one copy; a reading is paid by the time, not by the page. */
  pages: number;
  copies: number;
  /** The person's number was doubled or wrong and has been changed: the transcript for it is free. */
  afterNumberChange?: boolean;
};

/** Each page costs the same, but English ones are cheaper from the second copy asked for at the same time. */
export function transcriptFee({ kind, pages, copies, afterNumberChange = false }: Copies): { amount: number; article: string } {
  const { article, page, further = page } = fees[kind];
  const isTranscript = kind === "household" || kind === "part" || kind === "english";
  if (afterNumberChange && isTranscript) return { amount: 0, article };
  if (kind === "reading") return { amount: page, article };
  return { amount: pages * page + (copies - 1) * pages * further, article };
}
