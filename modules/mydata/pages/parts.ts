import type { Names, ServiceNames, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { MyDataApi } from "../api.ts";
import type { Downloads } from "../downloads/downloads.ts";
import type { Receipts } from "../receipts.ts";

/** The dependencies of the pages; each page takes what it needs. */
export type MyDataPages = {
  site: Site;
  names: Names;
  purposeOf: ServiceNames["purposeOf"];
  mydata: MyDataApi;
  downloads: Downloads;
  receipts: Receipts;
  /** Whom a consumer got data for, in words. */
  recipientName(lang: string, recipient: string): string;
  /** Reads by law are found only by the national id. */
  nationalId(request: FastifyRequest): Promise<string | null>;
};
