import type { RoadContent } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import type { Log as TransparencyLog } from "@troad/tlog";
import type { Evidence, RecordsOverview } from "../../api.ts";
import type { TransferKey } from "../../domain/transfer-rules.ts";
import type { LiveTrust } from "../../gateway/configuration/live-trust.ts";
import type { Gateway } from "../../gateway/gateway.ts";
import type { Cosigning } from "../cosigning.ts";
import { openAlarms } from "./alarms.ts";
import { type TransfersApi, transfersApi } from "./api.ts";
import { watchDenials } from "./denials.ts";

type Parts = {
  ctx: ModuleContext;
  content: RoadContent;
  live: LiveTrust;
  log: TransparencyLog;
  cosigning: Cosigning;
  tilesUrl: string;
  /** The platform's own gateway, by which it asks others. */
  platform(): Gateway;
  /** How long a member has to tell its records before they are compared with the other side's. */
  graceMs: number;
};

/** The public record of what passed: takes records in, compares them, proves them, and asks gateways for what they keep. */
export function openTransfers({ platform, graceMs, ...parts }: Parts): { api: TransfersApi; stop(): Promise<void> } {
  const { ctx } = parts;
  const fetchEvidence = async (member: string, { exchangeId, side, consumer }: TransferKey): Promise<Evidence> => {
    const wanted = Buffer.from(JSON.stringify({ exchangeId, side, consumer }));
    const answer = await platform().network.link.post(member, "/evidence", wanted);
    if (!answer.ok) return { state: "none" };
    return JSON.parse(answer.body.toString("utf8")) as Evidence;
  };
  const fetchRecords = async (member: string): Promise<RecordsOverview | null> => {
    try {
      const answer = await platform().network.link.post(member, "/records", Buffer.from("{}"));
      return answer.ok ? (JSON.parse(answer.body.toString("utf8")) as RecordsOverview) : null; // a gateway's own words
    } catch (error) {
      ctx.log.info({ err: error, member }, "a gateway does not tell of its records");
      return null;
    }
  };
  const alarms = openAlarms(ctx);
  const denials = watchDenials(ctx, alarms, graceMs);
  const { api, stop } = transfersApi({ ...parts, alarms, fetchEvidence, fetchRecords });
  return { api, stop: async () => void (await Promise.all([denials.stop(), stop()])) };
}
