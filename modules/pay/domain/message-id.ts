/** The MsgId of a batch: its id in base 36, so that an EndToEndId (with a hyphen and the line) still has fewer than 35 characters. */
export const messageId = (id: string): string =>
  `TR${BigInt(`0x${id.replaceAll("-", "")}`)
    .toString(36)
    .toUpperCase()
    .padStart(25, "0")}`;
