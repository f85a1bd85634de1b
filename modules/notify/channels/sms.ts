import { request } from "undici";
import { type Carrier, Refused, type Words } from "./ports.ts";

/** Five parts of 67 characters: the text says where to look, not everything. */
const mostCharacters = 335;

/** A body that is too long is cut; where to look is not. */
const textOf = ({ body, link }: Words): string => {
  const end = link === null ? "" : ` ${link}`;
  return [...body].slice(0, Math.max(0, mostCharacters - end.length)).join("") + end;
};

/**
 * Text messages by the provider's HTTP interface: `POST {reference, to, text}` with a bearer token. `reference` is the same at every attempt. 2xx
 * is accepted, 400 and 422 refuse the number, anything else is tried again.
 */
export const smsCarrier = (address: string, token: string): Carrier => ({
  send: async ({ id, to, words }) => {
    const { statusCode, body } = await request(address, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": id },
      body: JSON.stringify({ reference: id, to, text: textOf(words) }),
      ...{ headersTimeout: 10_000, bodyTimeout: 10_000 },
    });
    await body.dump();
    if (statusCode === 400 || statusCode === 422) throw new Refused(`sms ${statusCode}`, true);
    if (statusCode < 200 || statusCode > 299) throw new Error(`sms ${statusCode}`);
  },
});
