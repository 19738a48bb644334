import "./styles/colours.css";
import "./styles/frame.css";
import "./styles/controls.css";
import "./styles/notice.css";
import "./styles/connect.css";
import "./styles/no-record.css";
import "./styles/record.css";
import "./styles/conversation.css";
import "./styles/composer.css";
import "./styles/sheet.css";
import "./styles/skeleton.css";
import "./styles/footer.css";
import "./styles/last-link.css";
import { ComposerApp } from "./lib/composer-app.tsx";
import { fitWindow } from "./lib/fit-window.ts";
import { announceComposer } from "./lib/presence.ts";
import { chooseLanguages } from "./lib/settings.ts";

announceComposer();
fitWindow();
const languages = chooseLanguages();

export default function Popup() {
  return <ComposerApp search={location.search} languages={languages} surface="popup" />;
}
