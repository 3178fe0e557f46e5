import { graphic } from "./graphic.mjs";

export default graphic(new URL("closing.ograf.json", import.meta.url));
