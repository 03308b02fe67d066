import { createRoot } from "react-dom/client";
import { pageAt, showPage } from "./app.tsx";
import { FramePacer } from "./environment/browser/frame-pacer.ts";
import { PaceContext } from "./ui/use-pace.ts";
import "./ui/theme.css";
import "./ui/layout.css";
import "./ui/controls.css";
import "./ui/log.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
const pacer = new FramePacer();
pacer.hurryOnClick(document);
const reactRoot = createRoot(root);
void showPage(pageAt(location.pathname), (page) => reactRoot.render(<PaceContext value={pacer}>{page}</PaceContext>));
