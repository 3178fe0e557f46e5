import { graphic } from "./graphic.mjs";

export default graphic(new URL("lottery.ograf.json", import.meta.url));
