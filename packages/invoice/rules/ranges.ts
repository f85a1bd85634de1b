import type { BanCheck } from "../numbers/ban.ts";
import { banRule, type ReportAt } from "./actions.ts";

type Range = { readonly InvoiceBeginNo: string; readonly InvoiceEndNo: string };

/** Ranges of numbers: the first does not exceed the last, they lie within the whole, and no number is in two of them. */
function rangeRules(ranges: readonly Range[], path: (at: number) => string, whole: Range | undefined, found: ReportAt): void {
  ranges.forEach(({ InvoiceBeginNo: begin, InvoiceEndNo: end }, at) => {
    if (begin > end) found("range.reversed", `${path(at)}/InvoiceEndNo`);
    if (whole && begin < whole.InvoiceBeginNo) found("range.outside", `${path(at)}/InvoiceBeginNo`);
    if (whole && end > whole.InvoiceEndNo) found("range.outside", `${path(at)}/InvoiceEndNo`);
  });
  const sorted = ranges.map((range, at) => ({ ...range, at })).sort((a, b) => (a.InvoiceBeginNo < b.InvoiceBeginNo ? -1 : 1));
  for (let at = 1; at < sorted.length; at++)
    if (sorted[at]!.InvoiceBeginNo <= sorted[at - 1]!.InvoiceEndNo)
      found("range.overlap", `${path(sorted[at]!.at)}/InvoiceBeginNo`);
}

type Track = { readonly HeadBan: string; readonly BranchBan: string };

/** E0401: what a head office passes on to a branch. */
export function branchRules(
  body: { readonly Main: Track & Range; readonly Details: { readonly BranchTrackItem: readonly Range[] } },
  found: ReportAt,
  isBan: BanCheck,
): void {
  trackRules(body.Main, found, isBan);
  if (body.Main.InvoiceBeginNo > body.Main.InvoiceEndNo) found("range.reversed", "Main/InvoiceEndNo");
  rangeRules(body.Details.BranchTrackItem, (at) => `Details/BranchTrackItem[${at + 1}]`, body.Main, found);
}

/** E0402: numbers that were not used. */
export function blankRules(
  body: { readonly Main: Track; readonly Details: { readonly BranchTrackBlankItem: readonly Range[] } },
  found: ReportAt,
  isBan: BanCheck,
): void {
  trackRules(body.Main, found, isBan);
  rangeRules(body.Details.BranchTrackBlankItem, (at) => `Details/BranchTrackBlankItem[${at + 1}]`, undefined, found);
}

/** E0501: numbers come in books of fifty. */
export function assignmentRules(body: Range & { readonly Ban: string }, found: ReportAt, isBan: BanCheck): void {
  banRule(body.Ban, "Ban", found, isBan);
  const size = Number(body.InvoiceEndNo) - Number(body.InvoiceBeginNo) + 1;
  if (size <= 0) found("range.reversed", "InvoiceEndNo");
  else if (size % 50 !== 0) found("range.not-fifty", "InvoiceEndNo");
}

function trackRules({ HeadBan, BranchBan }: Track, found: ReportAt, isBan: BanCheck): void {
  banRule(HeadBan, "Main/HeadBan", found, isBan);
  banRule(BranchBan, "Main/BranchBan", found, isBan);
}
