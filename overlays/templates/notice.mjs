import { graphic } from "./graphic.mjs";

export default graphic(new URL("notice.ograf.json", import.meta.url));
