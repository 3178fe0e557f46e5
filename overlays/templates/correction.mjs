import { graphic } from "./graphic.mjs";

export default graphic(new URL("correction.ograf.json", import.meta.url));
