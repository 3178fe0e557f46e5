import { graphic } from "./graphic.mjs";

export default graphic(new URL("origin-card.ograf.json", import.meta.url));
