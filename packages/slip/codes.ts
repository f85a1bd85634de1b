/** The codes of a payment slip as texts, without anything that draws them. */
export { code39, isCode39 } from "./code39.ts";
export { type Notice, noticeOf, noticeUrl, selfAssessedUrl } from "./notice.ts";
export { checkCharacters, type Segments, segmentsOf, thirdSegment } from "./segments.ts";
