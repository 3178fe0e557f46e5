import { graphic } from "./graphic.mjs";

export default graphic(new URL("price-drop.ograf.json", import.meta.url));
