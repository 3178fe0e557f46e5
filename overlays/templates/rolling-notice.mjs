import { graphic } from "./graphic.mjs";

export default graphic(new URL("rolling-notice.ograf.json", import.meta.url));
