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
import "./styles/side-panel.css";
import { SidePanel } from "./lib/side-panel-app.tsx";

export default function SidePanelPage() {
  return <SidePanel />;
}
