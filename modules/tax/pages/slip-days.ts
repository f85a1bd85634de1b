import { type Channels, channelsOf, type Slip, taxOf } from "@troad/slip";

/** Where a slip can be paid on a day, and until when. */
export const channelsOn = (slip: Slip, today: string): Channels =>
  channelsOf({ ...slip, national: taxOf(slip.category).national }, today);

/** Whether it can be paid anywhere. */
export const isOpen = ({ store, page, bank, onlineLate }: Channels): boolean => Boolean(store ?? page ?? bank ?? onlineLate);
