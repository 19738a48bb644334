import "./styles/colours.css";
import "./styles/controls.css";
import "./styles/notice.css";
import "./styles/options.css";
import { OptionsApp } from "./lib/options-app.tsx";

export default function Options() {
  return <OptionsApp />;
}
