import { ConfigurationError, defineModule, env, offerApi, setting } from "@troad/kernel";
import { documentsApi } from "./api.ts";
import { openDocuments } from "./documents.ts";
import { clamd, type Scanner } from "./scan/clamd.ts";

const cases = ["cases"];
const taking = [...cases, "journeys"];

/** Documents: what people upload for their cases. */
export default defineModule({
  name: "documents",
  root: import.meta.url,
  env: {
    CLAMAV: setting(
      "Address of clamd (host:port, or the path of its socket), which scans every file that is uploaded; without it none is scanned",
      env.optional(),
    ),
    DOCUMENTS_ERASE_SECONDS: setting(
      "Seconds between two erasures of documents that no rule keeps any longer",
      env.integer(1, 86_400, 3_600),
    ),
  },
  // who may see a document is decided by the case, so that nothing but cases may ask; what a life event takes lies in folders of cases to come
  reserved: {
    ...{ begin: taking, append: taking, finish: taking, list: taking, remove: taking, discard: taking },
    ...{ open: cases, piece: cases, keep: cases },
  },
  create: (ctx) => {
    const documents = openDocuments(ctx, scannerAt(ctx.env.CLAMAV));
    return {
      api: offerApi(documentsApi, documents.api),
      schedules: () => [
        { name: "documents.abandoned", everyMs: 600_000, onceIn: ctx.db, run: documents.giveUpAbandoned },
        {
          ...{ name: "documents.erasures", everyMs: ctx.env.DOCUMENTS_ERASE_SECONDS * 1_000, atStart: true },
          ...{ onceIn: ctx.db, run: documents.eraseOverdue },
        },
      ],
    };
  },
});

function scannerAt(address: string | undefined): Scanner | undefined {
  if (address === undefined) return undefined;
  try {
    return clamd(address);
  } catch (error) {
    throw new ConfigurationError(`CLAMAV: ${(error as Error).message}`);
  }
}
