import { graphic } from "./graphic.mjs";

export default graphic(new URL("product-card-sign.ograf.json", import.meta.url));
