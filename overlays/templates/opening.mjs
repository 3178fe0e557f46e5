import { graphic } from "./graphic.mjs";

export default graphic(new URL("opening.ograf.json", import.meta.url));
