import { graphic } from "./graphic.mjs";

export default graphic(new URL("seller.ograf.json", import.meta.url));
