import { graphic } from "./graphic.mjs";

export default graphic(new URL("product-card.ograf.json", import.meta.url));
