import { actSchema, offersSchema, type Registrar } from "@troad/flow";
import { defineApi } from "@troad/kernel";

/** What services of content may have this module offer and do: lists of data sets, and their delivery. */
export type OpenDataApi = Registrar;

export const opendataApi = defineApi<OpenDataApi>("opendata", { offers: [offersSchema], act: [actSchema] });
