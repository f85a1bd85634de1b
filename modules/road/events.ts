import { defineEvent } from "@troad/kernel";
import type { TransferRecord } from "./api.ts";

/** A transfer stands in the public log. */
export const transferRecorded = defineEvent<TransferRecord & { leafIndex: number }>("road.transfer-recorded.v1");
