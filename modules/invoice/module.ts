import { defineModule } from "@troad/kernel";

export default defineModule({ name: "invoice", root: import.meta.url, create: () => ({}) });
