import { graphic } from "./graphic.mjs";

export default graphic(new URL("ai-label.ograf.json", import.meta.url));
