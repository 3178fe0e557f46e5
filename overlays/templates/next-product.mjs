import { graphic } from "./graphic.mjs";

export default graphic(new URL("next-product.ograf.json", import.meta.url));
