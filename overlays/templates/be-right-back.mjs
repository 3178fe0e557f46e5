import { graphic } from "./graphic.mjs";

export default graphic(new URL("be-right-back.ograf.json", import.meta.url));
