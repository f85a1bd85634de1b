/** An entry of the public log for anybody: its place and its proof, nothing of the exchange. */
export type LogEntry = {
  leafIndex: number;
  /** Whether the entry is that of the record that was looked for; an entry looked for by its place is always its own. */
  isOfRecord: boolean;
  /** base64 of the leaf's hash (RFC 6962 section 2.1). */
  leaf: string;
  treeSize: number;
  /** base64 nodes, RFC 6962 section 2.1.1. */
  inclusion: string[];
  /** The signed checkpoint for `treeSize`. */
  checkpoint: string;
};

/** The place of an entry, or the hash of an exchange's request. */
export type LogQuery = { leafIndex: number } | { requestHash: string };

/** SHA-512 in base64, as a record has the hash of a request. */
const digestPattern = /[A-Za-z0-9+/]{86}==/;
/** The number of an entry, with or without words around it and separators in it. */
const placePattern = /^\D*?(\d{1,3}(?:[,，]\d{3})+|\d{1,12})\D*$/;

/**
 * What a reader pastes: the number of an entry, or a text with the fingerprint of a request in it, such as a printed proof. Paper breaks
 * long lines, so that spaces count for nothing.
 */
export function readLogQuery(text: string): LogQuery | undefined {
  const [requestHash] = digestPattern.exec(text.replace(/\s+/g, "")) ?? [];
  if (requestHash !== undefined) return { requestHash };
  const [, place] = placePattern.exec(text.trim()) ?? [];
  return place === undefined || text.length > 60 ? undefined : { leafIndex: Number(place.replace(/[,，]/g, "")) };
}
