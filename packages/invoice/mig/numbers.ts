import { all, list, sequence } from "./shape.ts";
import { v3, v4 } from "./types.ts";

/**
 * Numbers: what a head office passes to its branches (E0401), what was left unused (E0402), what the platform assigns (E0501, downwards).
 */

const track = { HeadBan: v3.ban, BranchBan: v3.ban, InvoiceType: v3.invoiceType, YearMonth: v3.term, InvoiceTrack: v3.track };
const range = { InvoiceBeginNo: v3.serial, InvoiceEndNo: v3.serial };
const trackV4 = { HeadBan: v4.ban, BranchBan: v4.ban, InvoiceType: v4.invoiceType, YearMonth: v4.term, InvoiceTrack: v4.track };

export const numbersV3 = {
  E0401: sequence({
    Main: sequence({ ...track, ...range }),
    Details: sequence({ BranchTrackItem: list(sequence({ ...range, InvoiceBooklet: v3.booklet }), 25_000) }),
  }),
  E0402: sequence({
    Main: sequence(track),
    Details: sequence({ BranchTrackBlankItem: list(sequence(range), 10_000) }),
  }),
};

export const numbersV4 = {
  E0401: all({
    Main: all({ ...trackV4, ...range }),
    Details: all({ BranchTrackItem: list(all({ ...range, InvoiceBooklet: v4.booklet }), 25_000) }),
  }),
  E0402: all({
    Main: all(trackV4),
    Details: all({ BranchTrackBlankItem: list(all(range), 10_000) }),
  }),
  E0501: all({
    Ban: v4.ban,
    InvoiceType: v4.invoiceType,
    YearMonth: v4.term,
    InvoiceTrack: v4.track,
    ...range,
    InvoiceBooklet: v4.booklet,
  }),
};
