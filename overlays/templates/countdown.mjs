import { graphic } from "./graphic.mjs";

export default graphic(new URL("countdown.ograf.json", import.meta.url));
