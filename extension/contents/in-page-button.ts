import type { PlasmoCSConfig } from "plasmo";
import { showButton } from "../lib/button-in-page.ts";

// Plasmo reads this without running it, and lists the script in the manifest. scripts/finish-build.ts takes it out again: the script
// runs in no store but those that it was turned on for.
export const config: PlasmoCSConfig = {
  matches: ["https://admin.shopify.com/*"],
  run_at: "document_idle",
};

showButton();
