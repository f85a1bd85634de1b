import { defineModule } from "@troad/kernel";

export default defineModule({ name: "benefits", root: import.meta.url, create: () => ({}) });
