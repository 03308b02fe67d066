import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { hurryOnClick } from "./ui/frames.ts";
import "./ui/theme.css";
import "./ui/layout.css";
import "./ui/controls.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
hurryOnClick(document);
createRoot(root).render(<App path={location.pathname} />);
