import { traceparent } from "@troad/kernel";
import { request } from "undici";

/** The gateway did not answer; whether the message went out is not known. */
export const gatewayUnreachable = "road.unreachable";

export type RegisterQuestion = {
  target: string;
  client: string;
  exchangeId: string;
  consent: string | null;
  body: object;
  /** The number of the matter for which it is asked, which the person reads in their list of uses; null where there is none (`tests/rules/occasions.ts`). */
  issue: string | null;
};
export type RegisterReply = { ok: true; answer: Record<string, unknown> } | { ok: false; code: string };

/** Asks a register over T-Road through the agency's own gateway, to read or to write. A failure is a code: the road's or the register's. */
export async function askRegister(gateway: string, question: RegisterQuestion): Promise<RegisterReply> {
  let status: number;
  let error: string | undefined;
  let answer: Record<string, unknown>;
  try {
    const reply = await request(`${gateway}${question.target}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-road-client": question.client,
        "x-road-id": question.exchangeId,
        ...(question.consent === null ? {} : { "x-troad-consent": question.consent }),
        ...(question.issue === null ? {} : { "x-road-issue": question.issue }),
        traceparent: traceparent(),
      },
      body: JSON.stringify(question.body),
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
    status = reply.statusCode;
    error = reply.headers["x-road-error"] as string | undefined;
    answer = (await reply.body.json()) as typeof answer;
  } catch {
    return { ok: false, code: gatewayUnreachable };
  }
  if (error) return { ok: false, code: error };
  if (status !== 200) return { ok: false, code: typeof answer.code === "string" ? answer.code : "source.unexpected-answer" };
  return { ok: true, answer };
}
