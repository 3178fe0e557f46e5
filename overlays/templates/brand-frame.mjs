import { graphic } from "./graphic.mjs";

export default graphic(new URL("brand-frame.ograf.json", import.meta.url));
