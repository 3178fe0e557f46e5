import { graphic } from "./graphic.mjs";

export default graphic(new URL("product-card-ink.ograf.json", import.meta.url));
